package org.xingvo.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkySorterTest {
    private static final long SEED = 20261122;

    @TempDir
    Path directory;

    private record Row(int pixel, int number) {}

    @Test
    void rowsThatDoNotFitComeBackInOrder() throws IOException {
        System.out.println("seed " + SEED);
        check(60_000, 1 << 16, 65);
    }

    @Test
    void rowsThatFitNeedNoFile() throws IOException {
        check(3000, 64 << 20, 0);
    }

    private void check(int count, int memory, int leastFiles) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Row> expected = new ArrayList<>();
        List<Row> found = new ArrayList<>();
        try (SkySorter sorter = new SkySorter(directory, memory)) {
            for (int i = 0; i < count; i++) {
                int pixel = random.nextInt(10) == 0 ? Healpix.NOWHERE : random.nextInt(1000);
                expected.add(new Row(pixel, i));
                byte[] row = ByteBuffer.allocate(8 + random.nextInt(200))
                        .putInt(pixel)
                        .putInt(i)
                        .array();
                sorter.add(pixel, row, row.length);
            }
            assertThat(sorter.spilled()).isGreaterThanOrEqualTo(leastFiles);
            SortedRun.merge(directory, sorter.finish(), (bytes, from, length) -> {
                ByteBuffer row = ByteBuffer.wrap(bytes, from, length);
                found.add(new Row(row.getInt(), row.getInt()));
            });
        }
        expected.sort(Comparator.comparingInt(Row::pixel).thenComparingInt(Row::number));
        assertThat(found).isEqualTo(expected);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }
}
