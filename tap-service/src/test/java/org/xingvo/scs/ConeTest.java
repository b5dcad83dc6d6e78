package org.xingvo.scs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.dali.Parameters;
import org.xingvo.tap.schema.ColumnRow;
import org.xingvo.tap.schema.OwnSchemas;
import org.xingvo.tap.schema.TableRow;

class ConeTest {
    private static final ConeTable OBSCORE =
            ConeTable.of(OwnSchemas.rows().table("ivoa.obscore").orElseThrow()).orElseThrow();

    @Test
    void parametersAreReadWhateverTheirCase() {
        assertThat(cone("10.5", "-20", "0.1", "3")).isEqualTo(new Cone(10.5, -20, 0.1, 3));
        assertThat(Cone.of(Parameters.of(Map.of("ra", List.of("1"), "Dec", List.of("2"), "sr", List.of("3"))))
                        .verbosity())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "x,0,1,2,'Parameter RA: expected a number from 0 to 360, found ''x'''",
        "361,0,1,2,'Parameter RA: expected a number from 0 to 360, found ''361'''",
        "0,-91,1,2,'Parameter DEC: expected a number from -90 to 90, found ''-91'''",
        "0,0,NaN,2,'Parameter SR: expected a number from 0 to 180, found ''NaN'''",
        "0,0,'',2,'Parameter SR: expected a value, found none'",
        "0,0,1,4,'Parameter VERB: expected 1, 2 or 3, found ''4'''"
    })
    void whatIsWrongIsNamed(String ra, String dec, String sr, String verb, String message) {
        assertThatThrownBy(() -> cone(ra, dec, sr, verb)).hasMessage(message);
    }

    @Test
    void obscoreIsSearchedByItsPosition() {
        assertThat(OBSCORE.adql(new Cone(10, -0.5, 1e-5, 1)))
                .isEqualTo("SELECT obs_publisher_did, s_ra, s_dec FROM ivoa.obscore WHERE 1 = CONTAINS("
                        + "POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 10.0, -0.5, 1.0E-5))");
        assertThat(OBSCORE.oldUcd("s_ra")).isEqualTo("POS_EQ_RA_MAIN");
        assertThat(OBSCORE.oldUcd("obs_publisher_did")).isEqualTo("ID_MAIN");
        assertThat(OBSCORE.oldUcd("s_fov")).isNull();
    }

    @Test
    void verbosityAddsColumns() {
        assertThat(OBSCORE.columns(1)).hasSize(3);
        assertThat(OBSCORE.columns(2)).hasSizeBetween(10, 31).contains(OBSCORE.ra());
        assertThat(OBSCORE.columns(3)).hasSize(32);
    }

    @Test
    void namesThatNeedQuotesKeepThem() {
        TableRow table = new TableRow(
                "data.\"my-table\"",
                "table",
                null,
                null,
                0,
                0,
                List.of(
                        column("\"RA-X\"", "pos.eq.ra;meta.main"),
                        column("\"DEC-X\"", "pos.eq.dec;meta.main"),
                        column("\"size\"", null)));
        ConeTable found = ConeTable.of(table).orElseThrow();
        assertThat(found.adql(new Cone(1, 2, 180, 2)))
                .isEqualTo("SELECT \"RA-X\", \"DEC-X\", \"size\" FROM data.\"my-table\" WHERE \"RA-X\" IS NOT NULL"
                        + " AND \"DEC-X\" IS NOT NULL");
        assertThat(found.oldUcd("RA-X")).isEqualTo("POS_EQ_RA_MAIN");
        assertThat(found.pathSegment()).isEqualTo("data.%22my-table%22");
    }

    @Test
    void whatIsNotInDegreesIsNoPosition() {
        TableRow table = new TableRow(
                "data.hours",
                "table",
                null,
                null,
                0,
                0,
                List.of(
                        column("ra", "pos.eq.ra", "h"),
                        column("dec", "pos.eq.dec", "deg"),
                        column("ra_deg", "pos.eq.ra;meta.main", "deg"),
                        column("dec_deg", "pos.eq.dec;meta.main", "deg")));
        assertThat(ConeTable.of(table).orElseThrow().ra().name()).isEqualTo("ra_deg");
        assertThat(ConeTable.of(table).orElseThrow().dec().name()).isEqualTo("dec_deg");
        List<ColumnRow> hoursOnly = table.columns().subList(0, 2);
        assertThat(ConeTable.of(new TableRow("data.hours", "table", null, null, 0, 0, hoursOnly)))
                .isEmpty();
    }

    @Test
    void aTableWithoutPositionsIsNone() {
        assertThat(ConeTable.of(OwnSchemas.rows().table("xing.cards").orElseThrow()))
                .isEmpty();
    }

    private static ColumnRow column(String name, @org.jspecify.annotations.Nullable String ucd) {
        return column(name, ucd, null);
    }

    private static ColumnRow column(
            String name,
            @org.jspecify.annotations.Nullable String ucd,
            @org.jspecify.annotations.Nullable String unit) {
        return new ColumnRow(name, "double", null, null, null, null, unit, ucd, false, false, false, 0);
    }

    private static Cone cone(String ra, String dec, String sr, String verb) {
        return Cone.of(Parameters.of(
                Map.of("RA", List.of(ra), "DEC", List.of(dec), "SR", List.of(sr), "VERB", List.of(verb))));
    }
}
