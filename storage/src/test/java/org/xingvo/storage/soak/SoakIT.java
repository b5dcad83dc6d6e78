package org.xingvo.storage.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.StoreConfig;

/** The long runs with a budget for every build; properties set another one. */
final class SoakIT {
    private static final int SMALL_FILES = Integer.getInteger("xingvo.test.files.small", 3000);
    private static final int MEDIUM_FILES = Integer.getInteger("xingvo.test.files.medium", 500);
    private static final long LARGE_BYTES = Long.getLong("xingvo.test.large.bytes", 300L << 20);
    private static final long SPARSE_BYTES = Long.getLong("xingvo.test.sparse.bytes", 101L << 30);

    private static final int KILLS = Integer.getInteger("xingvo.test.kills", 20);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
    private final List<String> lines = new ArrayList<>();

    /** Five extents or more, and volumes that hold two. */
    static StoreConfig extents(long size) {
        long extent = Math.min(2L << 30, size / 5);
        return SoakChild.durable(2 * extent, extent);
    }

    @Test
    void filesOf1KbComeBackAfterARestartAndARebuild() throws IOException {
        lines.add("seed " + seed);
        new RoundTrip(directory, SoakChild.durable(1 << 20, 1 << 20), seed, SMALL_FILES, 1000, 1000, 8, lines::add)
                .run();
        System.out.println(lines);
    }

    @Test
    void filesOf10To100KbComeBackAfterARestartAndARebuild() throws IOException {
        lines.add("seed " + seed);
        new RoundTrip(directory, SoakChild.durable(8 << 20, 40_000), seed, MEDIUM_FILES, 10_000, 100_000, 8, lines::add)
                .run();
        System.out.println(lines);
    }

    @Test
    void aFileOfSeveralExtentsAndVolumesGoesByEveryRoadWithASmallHeap() throws IOException, InterruptedException {
        child("-Xmx64m", "large", LARGE_BYTES);
    }

    @Test
    void aVolumeOver100GibIsReadInAppendedToAndServedWithASmallHeap() throws IOException, InterruptedException {
        child("-Xmx64m", "sparse", SPARSE_BYTES);
    }

    @Test
    void whatWasAcknowledgedSurvivesKills() throws IOException {
        new Kills(directory, seed, KILLS, lines::add).run();
        System.out.println("seed " + seed + " " + lines);
    }

    private void child(String heap, String what, long size) throws IOException, InterruptedException {
        Process process = Kills.start(
                heap,
                "org.xingvo.storage.soak.SoakChild",
                what,
                directory.toString(),
                Long.toString(seed),
                Long.toString(size));
        List<String> output;
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            output = in.readAllLines();
        } finally {
            process.waitFor();
        }
        System.out.println("seed " + seed + " " + output);
        assertThat(process.exitValue()).describedAs("seed %d: %s", seed, output).isZero();
        assertThat(output).last().asString().startsWith("memory: heap at most");
    }
}
