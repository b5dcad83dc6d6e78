package org.xingvo.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * Makes the files that servers are compared with, all of them different: so many of 1 KB, 10,000 of 20 KB, 20 of 20 MB, as
 * {@code 1k/00012/f000012345.fits}. Arguments: directory, number.
 */
public final class FileTree {
    private FileTree() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        long start = System.nanoTime();
        write(directory.resolve("1k"), Integer.parseInt(args[1]), 1000);
        System.out.printf("%s files of 1 KB made in %.1f s%n", args[1], (System.nanoTime() - start) / 1e9);
        write(directory.resolve("20k"), 10_000, 20_000);
        write(directory.resolve("20m"), 20, 20_000_000);
    }

    private static void write(Path directory, int count, int size) throws IOException {
        byte[] body = new byte[size];
        for (int i = 0; i < count; i++) {
            Path parent = directory.resolve("%05d".formatted(i / 1000));
            if (i % 1000 == 0) {
                Files.createDirectories(parent);
            }
            new SplittableRandom(i).nextBytes(body);
            try (FileChannel file = FileChannel.open(
                    parent.resolve("f%09d.fits".formatted(i)),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(body);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
        }
    }
}
