package org.xingvo.ingest.obscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.wcs.LonLat;

/** The real files, where they are: every position, every number of HDUs, every refusal. */
class ManifestPositionsIT {
    private static final double TOLERANCE_ARCSEC = 0.15;
    private static final int MAX_EXCEPTIONS = 15;
    private static final Map<String, List<HduHeader>> HEADERS = new ConcurrentHashMap<>();

    @BeforeAll
    static void theDataAreThere() {
        assumeTrue(Manifest.isThere(), "no ../shared/data beside the project");
    }

    @Test
    void everyExpectedPositionAgreesButForTheListedOnes() throws Exception {
        Set<String> exceptions = listed("/positions-exceptions.tsv");
        Set<String> againstTheRule = listed("/positions-against-the-rule.tsv");
        assertThat(exceptions).hasSizeLessThanOrEqualTo(MAX_EXCEPTIONS);
        List<String> wrong = new ArrayList<>();
        Set<String> listedButRight = new HashSet<>();
        int right = 0;
        for (Map<String, String> row : Manifest.rows()) {
            String ra = cell(row, "expected_ra_icrs_deg");
            if (ra.isEmpty()) {
                continue;
            }
            String path = cell(row, "path");
            boolean ok = agrees(row, describe(path));
            boolean listed = exceptions.contains(path) || againstTheRule.contains(path);
            if (ok && listed) {
                listedButRight.add(path);
            } else if (!ok && !listed) {
                wrong.add(path + ": " + describe(path).position() + ", expected " + ra);
            }
            right += ok ? 1 : 0;
        }
        System.out.println("ManifestPositionsIT: " + right + " positions within " + TOLERANCE_ARCSEC + " arcsec");
        assertThat(wrong).isEmpty();
        assertThat(listedButRight).as("listed, but right").isEmpty();
        assertThat(right).isGreaterThan(300);
    }

    @Test
    void everyRowThatIsNoPlaceComesOutWithoutAPosition() throws IOException {
        for (Map<String, String> row : Manifest.rows()) {
            if (cell(row, "expected_basis").startsWith("none:")) {
                Observation o = describe(cell(row, "path"));
                assertThat(o.position()).as(cell(row, "path")).isNull();
                assertThat(o.positionReason()).as(cell(row, "path")).isNotNull();
            }
        }
    }

    @Test
    void everyNumberOfHdusAgrees() throws IOException {
        for (Map<String, String> row : Manifest.rows()) {
            if (!cell(row, "n_hdu").isEmpty()) {
                assertThat(read(cell(row, "path"))).as(cell(row, "path")).hasSize(Integer.parseInt(cell(row, "n_hdu")));
            }
        }
    }

    @Test
    void classAndRedshiftAreInTheCardsOrInTheRow() throws IOException {
        int found = 0;
        for (Map<String, String> row : Manifest.rows()) {
            if (cell(row, "class").isEmpty()) {
                continue;
            }
            String path = cell(row, "path");
            List<HduHeader> hdus = read(path);
            assertThat(valueOf(hdus, "CLASS")).as(path).isEqualTo(cell(row, "class"));
            assertThat(valueOf(hdus, "SUBCLASS")).as(path).isEqualTo(cell(row, "subclass"));
            assertThat(Double.parseDouble(valueOf(hdus, "Z")))
                    .as(path)
                    .isCloseTo(Double.parseDouble(cell(row, "z")), org.assertj.core.api.Assertions.within(1e-7));
            found++;
        }
        assertThat(found).isGreaterThan(200);
    }

    @Test
    void filesThatAreNotFitsAreRefusedWithAReason() throws IOException {
        int refused = 0;
        for (Map<String, String> row : Manifest.rows()) {
            String path = cell(row, "path");
            try {
                read(path);
            } catch (FitsFormatException e) {
                assertThat(cell(row, "n_hdu")).as(path + " " + e.getMessage()).isEmpty();
                assertThat(e.reason()).as(path).isIn("not-fits", "empty");
                refused++;
            }
            try (InputStream in = Files.newInputStream(Manifest.DATA.resolve(path))) {
                assertThat(FitsHeaderReader.looksLikeFits(in)).as(path).isNotEqualTo(isRefused(path));
            }
        }
        assertThat(refused).isGreaterThan(5);
    }

    private static boolean isRefused(String path) throws IOException {
        try {
            read(path);
            return false;
        } catch (FitsFormatException e) {
            return true;
        }
    }

    private static boolean agrees(Map<String, String> row, Observation o) {
        SkyPosition found = o.position();
        if (found == null) {
            return false;
        }
        LonLat expected = new LonLat(
                Double.parseDouble(cell(row, "expected_ra_icrs_deg")),
                Double.parseDouble(cell(row, "expected_dec_icrs_deg")));
        return expected.separationDeg(new LonLat(found.raDeg(), found.decDeg())) * 3600 <= TOLERANCE_ARCSEC;
    }

    /** The first card of the name, else the first cell. */
    private static String valueOf(List<HduHeader> hdus, String name) {
        for (HduHeader hdu : hdus) {
            if (hdu.value(name) != null) {
                return Objects.requireNonNull(hdu.value(name));
            }
        }
        for (HduHeader hdu : hdus) {
            var cell = hdu.cell(name);
            if (cell != null && cell.value() != null) {
                return cell.value();
            }
        }
        return "";
    }

    private static Observation describe(String path) throws IOException {
        return Describer.describe(read(path));
    }

    private static List<HduHeader> read(String path) throws IOException {
        List<HduHeader> known = HEADERS.get(path);
        if (known == null) {
            known = readFile(path);
            HEADERS.put(path, known);
        }
        return known;
    }

    private static List<HduHeader> readFile(String path) throws IOException {
        try (InputStream in = Files.newInputStream(Manifest.DATA.resolve(path))) {
            return FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
        }
    }

    private static Set<String> listed(String resource) throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(ManifestPositionsIT.class.getResource(resource))
                .toURI());
        Set<String> paths = new HashSet<>();
        for (Map<String, String> row : Manifest.table(file)) {
            assertThat(cell(row, "reason")).as(cell(row, "path")).isNotBlank();
            paths.add(cell(row, "path"));
        }
        return paths;
    }

    private static String cell(Map<String, String> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }
}
