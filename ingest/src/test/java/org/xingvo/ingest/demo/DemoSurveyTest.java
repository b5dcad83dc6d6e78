package org.xingvo.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;

class DemoSurveyTest {
    @Test
    void theSameSeedGivesTheSameFiles(@TempDir Path temp) throws IOException {
        DemoSurvey.write(temp.resolve("a"), 6, 1, done -> {});
        DemoSurvey.write(temp.resolve("b"), 6, 1, done -> {});
        List<Path> files = files(temp.resolve("a"));
        assertThat(files).hasSize(6 + 1 + 4);
        for (Path file : files) {
            Path twin = temp.resolve("b").resolve(temp.resolve("a").relativize(file));
            assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
        }
        assertThat(files.stream().filter(f -> f.toString().endsWith(".gz"))).hasSize(3);
    }

    @Test
    void aSpectrumHasTheHeaderOfTheSurveyAndItsTarget(@TempDir Path temp) throws IOException {
        DemoSurvey.write(temp, 2, 7, done -> {});
        for (int n = 0; n < 2; n++) {
            DemoStar star = DemoStar.of(7, n);
            Path file = files(temp.resolve("spectra")).stream()
                    .filter(f -> f.getFileName().toString().startsWith(star.fileName()))
                    .findFirst()
                    .orElseThrow();
            List<HduHeader> hdus = read(file);
            Observation o = Describer.describe(hdus);
            assertThat(o.dataproductType()).isEqualTo("spectrum");
            assertThat(Objects.requireNonNull(o.position()).raDeg()).isCloseTo(star.raDeg(), within(1e-5));
            assertThat(hdus.getFirst().value("OBSID")).isEqualTo(Long.toString(star.obsId()));
            assertThat(hdus.getFirst().value("CLASS")).isEqualTo(star.kind().objectClass);
            assertThat(hdus.getFirst().value("NAXIS1")).isEqualTo("3909");
            assertThat(hdus.getFirst().cards()).hasSizeGreaterThan(120);
        }
    }

    @Test
    void imagesHaveTheirCentre(@TempDir Path temp) throws IOException {
        DemoSurvey.write(temp, 1, 7, done -> {});
        Observation o = Describer.describe(read(temp.resolve("images/field-002.fits")));
        assertThat(o.dataproductType()).isEqualTo("image");
        assertThat(Objects.requireNonNull(o.position()).decDeg())
                .isCloseTo(DemoStar.plateCentre(7, 2)[1], within(1e-8));
        assertThat(read(temp.resolve("catalogue/demo_catalogue.fits"))).hasSize(2);
    }

    private static List<HduHeader> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
