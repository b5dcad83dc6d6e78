package org.xingvo.vospace.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ObjectReader;

/** The bytes of an answer: parts of a stored object, and texts between them. One thread at a time. */
final class Body implements AutoCloseable {
    /** A piece of an answer. */
    sealed interface Piece {
        long length();
    }

    /** Bytes that are at hand. */
    record Text(byte[] bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** Bytes of the stored object. */
    record Span(long start, long length) implements Piece {}

    private final @Nullable ObjectReader reader;
    private final List<Piece> pieces;
    private int piece;
    private long position;

    Body(@Nullable ObjectReader reader, List<Piece> pieces) {
        this.reader = reader;
        this.pieces = List.copyOf(pieces);
    }

    long length() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /**
     * Fills a buffer from its position on with the next bytes, perhaps not wholly.
     *
     * @return bytes read; -1 at the end
     */
    int read(ByteBuffer target) throws IOException {
        while (piece < pieces.size()) {
            Piece now = pieces.get(piece);
            long left = now.length() - position;
            if (left > 0) {
                int count = (int) Math.min(left, target.remaining());
                int limit = target.limit();
                target.limit(target.position() + count);
                int read = switch (now) {
                    case Text(byte[] bytes) -> {
                        target.put(bytes, (int) position, count);
                        yield count;
                    }
                    case Span(long start, long length) -> readObject(target, start + position);
                };
                target.limit(limit);
                position += read;
                return read;
            }
            piece++;
            position = 0;
        }
        return -1;
    }

    private int readObject(ByteBuffer target, long at) throws IOException {
        if (reader == null) {
            throw new IOException("no object to read from");
        }
        int read = reader.read(target, at);
        if (read <= 0) {
            throw new IOException("the object ended at " + at + ", before its announced length");
        }
        return read;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
