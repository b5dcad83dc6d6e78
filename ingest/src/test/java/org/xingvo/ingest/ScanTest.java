package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
    @Test
    void filesComeInTheOrderOfTheirNamesWithoutHiddenOnesAndLoops(@TempDir Path temp) throws IOException {
        Path root = Files.createDirectories(temp.resolve("root/b/c"));
        Path top = temp.resolve("root");
        for (String name : List.of("z.fits", "a.fits", ".hidden", "b/2", "b/10", "b/c/x")) {
            Files.writeString(top.resolve(name), name);
        }
        Files.createSymbolicLink(root.resolve("up"), top);
        Files.createSymbolicLink(top.resolve("dangling"), top.resolve("nothing"));
        Scan scan = new Scan(Scan.Limits.DEFAULT);
        scan.walk(List.of(top));
        assertThat(scan.files())
                .extracting(FoundFile::path)
                .containsExactly("root/a.fits", "root/b/10", "root/b/2", "root/b/c/x", "root/z.fits");
        assertThat(scan.rejects())
                .extracting(r -> r.source() + " " + r.reason())
                .containsExactly("root/dangling unreadable");
    }

    @Test
    void directoriesOfTheSameNameAreToldApart() {
        assertThat(Scan.labels(List.of(Path.of("/x/a/fits"), Path.of("/x/b/fits"), Path.of("/x/other")))
                        .values())
                .containsExactly("a/fits", "b/fits", "other");
    }

    @Test
    void aSampleTakesAShareOfEveryDirectory() {
        List<FoundFile> files = new ArrayList<>();
        for (int d = 0; d < 10; d++) {
            for (int i = 0; i < (d == 0 ? 910 : 10); i++) {
                files.add(new FoundFile(Path.of("x"), "in/%d/%d".formatted(d, i), 1, Instant.EPOCH));
            }
        }
        List<FoundFile> sample = Drafting.sample(files, 100);
        assertThat(sample).hasSizeBetween(100, 145);
        for (int d = 0; d < 10; d++) {
            String folder = "in/" + d + "/";
            assertThat(sample.stream().filter(f -> f.path().startsWith(folder))).hasSizeGreaterThanOrEqualTo(5);
        }
        assertThat(Drafting.sample(files, 2000)).isSameAs(files);
    }
}
