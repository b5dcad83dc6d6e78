package org.xingvo.dali.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.http.server.Response;

/** The bytes of an answer: parts of one source, and texts between them. One thread at a time. */
public final class Body implements AutoCloseable {
    /** Reads at a position, like pread. */
    @FunctionalInterface
    public interface Read {
        /** Bytes read, at least 1; -1 at the end. */
        int at(ByteBuffer target, long position) throws IOException;
    }

    /**
     * Bytes by position, such as a stored object. One thread at a time.
     *
     * @param closing running it twice is harmless
     */
    public record Source(Read read, Runnable closing) {
        void close() {
            closing.run();
        }
    }

    /** A piece of an answer. */
    private sealed interface Piece {
        long length();
    }

    /** Bytes that are at hand. */
    private record Text(byte[] bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** Bytes of the source. */
    private record Span(long start, long length) implements Piece {}

    private final Source source;
    private final List<Piece> pieces;
    private int piece;
    private long position;

    private Body(Source source, List<Piece> pieces) {
        this.source = source;
        this.pieces = List.copyOf(pieces);
    }

    /** All bytes of a source of known length. */
    public static Body whole(Source source, long length) {
        return new Body(source, List.of(new Span(0, length)));
    }

    /**
     * Parts of a source, and on the response what tells of them: status 206 with Content-Range, or multipart/byteranges
     * (RFC 9110, 14.6 and 15.3.7).
     *
     * @param length of the source
     * @param etag without quotes; makes the boundary
     */
    public static Body parts(
            Response response, Source source, long length, List<Ranges.Part> parts, String mediaType, String etag) {
        response.setStatus(206);
        if (parts.size() == 1) {
            Ranges.Part part = parts.getFirst();
            response.setHeader("Content-Range", part.contentRange(length));
            return new Body(source, List.of(new Span(part.first(), part.length())));
        }
        String boundary = "xing-" + etag;
        List<Piece> pieces = new ArrayList<>();
        for (Ranges.Part part : parts) {
            pieces.add(text("\r\n--" + boundary + "\r\nContent-Type: " + mediaType + "\r\nContent-Range: "
                    + part.contentRange(length) + "\r\n\r\n"));
            pieces.add(new Span(part.first(), part.length()));
        }
        pieces.add(text("\r\n--" + boundary + "--\r\n"));
        response.setContentType("multipart/byteranges; boundary=" + boundary);
        return new Body(source, pieces);
    }

    private static Piece text(String text) {
        return new Text(text.getBytes(StandardCharsets.US_ASCII));
    }

    public long length() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /**
     * Fills a buffer from its position on with the next bytes, perhaps not wholly.
     *
     * @return bytes read; -1 at the end
     */
    public int read(ByteBuffer target) throws IOException {
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
                    case Span(long start, long length) -> readSource(target, start + position);
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

    private int readSource(ByteBuffer target, long at) throws IOException {
        int read = source.read.at(target, at);
        if (read <= 0) {
            throw new IOException("the object ended at " + at + ", before its announced length");
        }
        return read;
    }

    @Override
    public void close() {
        source.close();
    }
}
