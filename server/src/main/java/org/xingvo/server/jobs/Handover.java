package org.xingvo.server.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.uws.JobFiles;

/**
 * Bytes from one thread that writes to one that reads, at most half a MiB on the way. The reader sees the end only after
 * the writer has said that there is no more; if the writer breaks off, the reader fails.
 */
final class Handover {
    private static final Logger log = LoggerFactory.getLogger(Handover.class);

    /** Message of the writer's failure when there is no reader. */
    static final String NOT_TAKEN = "the bytes are not taken any more";

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int CHUNKS = 8;

    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(CHUNKS);
    private volatile boolean unread;

    private final Writing writing = new Writing();
    private final InputStream reading = new Reading();

    /** Reads to the end of what is handed over. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    /** Lets one write what another reads; fails as the one does that failed first. */
    static <T> T through(JobFiles.Content content, Reader<T> reader) throws IOException {
        Handover handover = new Handover();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Thread writer = Thread.ofVirtual().name("handover").start(() -> write(content, handover, failure));
        try {
            return reader.read(handover.reading());
        } catch (IOException | RuntimeException e) {
            handover.stopReading();
            join(writer);
            switch (failure.get()) {
                case IOException own when !NOT_TAKEN.equals(own.getMessage()) -> throw own;
                case RuntimeException own -> throw own;
                case null, default -> throw e;
            }
        } finally {
            handover.stopReading();
        }
    }

    private static void write(
            JobFiles.Content content, Handover handover, AtomicReference<@Nullable Exception> failure) {
        boolean whole = false;
        try {
            content.write(handover.writing());
            handover.end();
            whole = true;
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        } finally {
            if (!whole) {
                try {
                    handover.breakOff();
                } catch (IOException e) {
                    log.debug("Nobody reads any more", e);
                }
            }
        }
    }

    private static void join(Thread writer) throws IOException {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What is handed over. */
    private sealed interface Piece {}

    /** At least one byte; not to be changed any more. */
    private record Chunk(byte[] bytes) implements Piece {}

    private enum Last implements Piece {
        END,
        BROKEN
    }

    /** For the writer; closing it is not the end. */
    OutputStream writing() {
        return writing;
    }

    /** For the reader. */
    InputStream reading() {
        return reading;
    }

    /** The writer has written all. */
    void end() throws IOException {
        writing.pass();
        give(Last.END);
    }

    /** The writer breaks off. */
    void breakOff() throws IOException {
        give(Last.BROKEN);
    }

    /** The reader does not read on: the writer fails. */
    void stopReading() {
        unread = true;
        pieces.clear();
    }

    private void give(Piece piece) throws IOException {
        if (unread) {
            throw new IOException(NOT_TAKEN);
        }
        try {
            pieces.put(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (unread) {
            pieces.clear();
        }
    }

    private Piece take() throws IOException {
        try {
            return pieces.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private final class Writing extends OutputStream {
        private final byte[] chunk = new byte[CHUNK_BYTES];
        private int filled;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            int left = length;
            while (left > 0) {
                int count = Math.min(left, CHUNK_BYTES - filled);
                System.arraycopy(bytes, from, chunk, filled, count);
                filled += count;
                from += count;
                left -= count;
                if (filled == CHUNK_BYTES) {
                    pass();
                }
            }
        }

        /** Nobody waits for the first bytes: only full chunks are passed on before the end. */
        @Override
        public void flush() {}

        private void pass() throws IOException {
            if (filled > 0) {
                byte[] full = Arrays.copyOf(chunk, filled);
                filled = 0;
                give(new Chunk(full));
            }
        }
    }

    private final class Reading extends InputStream {
        private Piece now = new Chunk(new byte[0]);
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (now instanceof Chunk(byte[] bytes) && at == bytes.length) {
                now = take();
                at = 0;
            }
            return switch (now) {
                case Last.END -> -1;
                case Last.BROKEN -> throw new IOException("the bytes broke off");
                case Chunk(byte[] bytes) -> {
                    int count = Math.min(length, bytes.length - at);
                    System.arraycopy(bytes, at, target, offset, count);
                    at += count;
                    yield count;
                }
            };
        }
    }
}
