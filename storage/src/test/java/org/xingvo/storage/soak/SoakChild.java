package org.xingvo.storage.soak;

import java.io.IOException;
import java.nio.file.Path;
import org.xingvo.storage.StoreConfig;

/** Runs one of the long runs in a process of its own, for its heap: what, directory, seed, size. */
final class SoakChild {
    private static final long MIB = 1L << 20;

    private SoakChild() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[1]);
        long seed = Long.parseLong(args[2]);
        long size = Long.parseLong(args[3]);
        if (args[0].equals("large")) {
            new LargeObject(directory, SoakIT.extents(size), seed, size, System.out::println).run();
        } else {
            new SparseVolume(directory, seed, (int) (size / (256 * MIB)) + 1, 256 * MIB, 200, System.out::println)
                    .run();
        }
    }

    static StoreConfig durable(long volumeBytes, long extentBytes) {
        StoreConfig d = StoreConfig.defaults();
        return new StoreConfig(
                volumeBytes,
                extentBytes * 4096,
                extentBytes,
                2,
                d.spoolThresholdBytes(),
                d.bodyMemoryBytes(),
                d.indexMapBytes(),
                d.durability(),
                0);
    }
}
