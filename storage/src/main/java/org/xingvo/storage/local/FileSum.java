package org.xingvo.storage.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** A check sum of a file: the CRC32C of its pieces, and of these the CRC32C, so that all processors can take part. */
final class FileSum {
    private static final int PIECE_BYTES = 8 << 20;
    private static final int BUFFER_BYTES = 256 << 10;

    private FileSum() {}

    /** Length and sum as text. */
    static String of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            int pieces = Math.toIntExact(Math.ceilDiv(size, (long) PIECE_BYTES));
            int[] sums = IntStream.range(0, pieces)
                    .parallel()
                    .map(i -> piece(channel, (long) i * PIECE_BYTES, size))
                    .toArray();
            ByteBuffer all = ByteBuffer.allocate(4 * pieces);
            all.asIntBuffer().put(sums);
            CRC32C crc = new CRC32C();
            crc.update(all);
            return "%d %08X".formatted(size, crc.getValue());
        } catch (UncheckedIOException e) {
            throw new IOException(e.getCause());
        }
    }

    private static int piece(FileChannel channel, long start, long size) {
        long end = Math.min(size, start + PIECE_BYTES);
        CRC32C crc = new CRC32C();
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer buffer = arena.allocate(BUFFER_BYTES).asByteBuffer();
            for (long at = start; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
                if (channel.read(buffer, at) < 0) {
                    throw new EOFException("file of %,d bytes ends at %,d".formatted(size, at));
                }
                crc.update(buffer.flip());
            }
            return (int) crc.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
