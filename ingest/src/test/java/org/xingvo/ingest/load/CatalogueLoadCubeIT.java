package org.xingvo.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.load.LoadRequest.Mode;
import org.xingvo.tables.TableException;
import org.xingvo.testing.PostgresExtension;

/** Loading where geometry is that of cube, and every real file. */
class CatalogueLoadCubeIT extends CatalogueLoads {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }

    @Test
    void everyRealFileLoads() throws Exception {
        List<Path> files = realFiles();
        assumeTrue(!files.isEmpty(), "no shared data");
        List<String> refused = new ArrayList<>();
        List<String> summary = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            String name = file.getName(file.getNameCount() - 2) + "/" + file.getFileName();
            try {
                LoadReport report = load("real_" + i, Mode.CREATE, file);
                List<String> count = rows("select count(*) from data.real_" + i);
                assertThat(count).as(name).containsExactly(Long.toString(report.rows()));
                summary.add("%s %d %d %s%s"
                        .formatted(
                                name,
                                report.rows(),
                                report.columns(),
                                report.ra(),
                                report.withoutPosition() > 0 ? " -" + report.withoutPosition() : ""));
            } catch (IngestException | TableException e) {
                refused.add(name + ": " + e.getMessage());
            }
        }
        // that one ends in the middle of a row
        assertThat(refused)
                .containsExactly("vospace/small.vot: small.vot: expected a table that can be read, found: XML document"
                        + " structures must start and end within the same entity.");
        assertThat(summary)
                .contains(
                        "OpenNGC/NGC.csv.gz 13969 34 ra_deg -7",
                        "afw/ps1-refcat-v1.fits 10 24 ra",
                        "d3-celestial/hipparcos_xhip_118k.csv.gz 118216 5 ra_deg",
                        "gammapy-extra/gll_psc_v16.fit.gz 3034 77 raj2000",
                        "oec_tables/open_exoplanet_catalogue.txt.gz 5414 27 ra -10",
                        "taplib/emptyset.vot 0 20 alpha",
                        "tycho2-index/index-tycho2-15.littleendian.fits 19200 1 null",
                        "vospace/J_MNRAS_406_382_catalog.vot 902 27 raj2000");
        checkValues(files);
    }

    /** Values as astropy and STILTS show them. */
    private void checkValues(List<Path> files) throws Exception {
        assertThat(rows("select name, round(ra_deg::numeric, 5), round(dec_deg::numeric, 5), majax from data."
                        + table(files, "NGC.csv.gz") + " where name = 'IC0002'"))
                .containsExactly("IC0002|2.75367|-12.82286|0.98");
        assertThat(rows("select tick, deadtime, event_flags, mpu_under_count from data."
                        + table(files, "ngc300nicer_bary.evt") + " limit 1"))
                .allMatch(row -> row.startsWith("244049935515411|2.25373e-05|{")
                        || row.startsWith("244049935515411|2.26373e-05|{"));
        assertThat(rows(
                        "select column_name, datatype, arraysize, \"size\", unit from tap_schema.columns where table_name = 'data."
                                + table(files, "ngc300nicer_bary.evt")
                                + "' and column_name in ('rawx', 'event_flags', 'tick', 'deadtime') order by 1"))
                .containsExactly(
                        "deadtime|float|null|null|s",
                        "event_flags|boolean|8|8|null",
                        "rawx|unsignedByte|null|null|pixel",
                        "tick|long|null|null|null");
        assertThat(rows("select round(ra::numeric, 6), round(dec::numeric, 6), coord_ra from data."
                        + table(files, "ps1-refcat-v1.fits") + " where id = 4512908003895060"))
                .containsExactly("290.800977|-86.237442|5.075434510868963");
        assertThat(rows("select datatype, name1 from tap_schema.columns, data." + table(files, "brightstars.fits")
                        + " where table_name = 'data." + table(files, "brightstars.fits")
                        + "' and column_name = 'name1' and hip = 677"))
                .containsExactly("char|\\u03b1 And / 21 And / \\u03b4 Peg");
        assertThat(rows("select count(*), count(ra), count(sky.point(ra, dec)) from data."
                        + table(files, "chubak.fits.gz")))
                .containsExactly("2046|2046|2031");
    }

    private static String table(List<Path> files, String name) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).endsWith(name)) {
                return "real_" + i;
            }
        }
        throw new IllegalStateException(name);
    }
}
