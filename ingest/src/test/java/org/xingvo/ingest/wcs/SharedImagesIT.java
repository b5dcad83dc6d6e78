package org.xingvo.ingest.wcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.obscore.Manifest;
import org.xingvo.testing.Missing;

/**
 * The middle and the corners of every image of the real files against astropy.wcs: from the numbers beside this class,
 * made by {@code src/test/python/shared_wcs_oracle.py}, and from astropy itself where it is installed.
 */
class SharedImagesIT {
    private static final double TOLERANCE_ARCSEC = 0.1;
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final Map<String, List<HduHeader>> headers = new HashMap<>();

    @BeforeAll
    static void theDataAreThere() {
        assumeTrue(Manifest.isThere(), "no ../shared/data beside the project");
    }

    @Test
    void everyImageThatAstropyCanDoAgreesWithinATenthOfAnArcsecond() throws IOException {
        compare(Oracle.rows("shared-wcs-oracle.tsv"));
    }

    @Test
    void theAstropyOfThisMachineSaysTheSame() throws IOException, InterruptedException {
        if (!Files.isExecutable(PYTHON)) {
            Missing.program("no " + PYTHON);
        }
        Path script = Path.of(System.getProperty("xingvo.root", "."), "ingest/src/test/python/shared_wcs_oracle.py");
        Process process = new ProcessBuilder(PYTHON.toString(), script.toString(), Manifest.DATA.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<List<String>> rows;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            rows = out.lines()
                    .skip(1)
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        }
        if (process.waitFor() != 0) {
            Missing.program("no astropy: shared_wcs_oracle.py ended with status " + process.exitValue());
        }
        compare(rows);
    }

    private void compare(List<List<String>> rows) throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> images = new HashSet<>();
        double largest = 0;
        for (List<String> row : rows) {
            String image = row.get(0) + " HDU " + row.get(1);
            images.add(image);
            HduHeader hdu = headers(row.get(0)).get(Integer.parseInt(row.get(1)));
            SkyWcs wcs = SkyWcsReader.read(hdu, headers(row.get(0)));
            if (!(wcs instanceof CelestialWcs celestial)) {
                wrong.add(image + ": " + wcs);
                continue;
            }
            double[] pixel = Arrays.stream(row.get(2).split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            LonLat found = celestial.toIcrs(pixel);
            LonLat expected = new LonLat(Double.parseDouble(row.get(3)), Double.parseDouble(row.get(4)));
            double arcsec = found == null ? Double.NaN : found.separationDeg(expected) * 3600;
            if (!(arcsec <= TOLERANCE_ARCSEC)) {
                wrong.add("%s, pixel %s: %s arcsec from %s".formatted(image, row.get(2), arcsec, expected));
            } else {
                largest = Math.max(largest, arcsec);
            }
        }
        System.out.printf(
                "SharedImagesIT: %d points of %d images, largest difference %.7f arcsec, %d wrong%n",
                rows.size(), images.size(), largest, wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(images).hasSizeGreaterThan(100);
    }

    private List<HduHeader> headers(String path) throws IOException {
        List<HduHeader> known = headers.get(path);
        if (known == null) {
            try (InputStream in = Files.newInputStream(Manifest.DATA.resolve(path))) {
                known = FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
            }
            headers.put(path, known);
        }
        return known;
    }
}
