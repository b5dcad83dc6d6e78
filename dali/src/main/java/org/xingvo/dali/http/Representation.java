package org.xingvo.dali.http;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of known length under a URL, and what GET and HEAD answer about them: conditions, ranges, all of them (RFC 9110,
 * 13 and 14). Immutable, but its bytes are sent once.
 *
 * @param bytes closed when they were sent, or are not going to be
 * @param etag strong entity tag without quotes
 * @param modified when they were last changed
 * @param coding in which they are, such as gzip; null: as they are
 */
public record Representation(
        Body.Source bytes,
        long length,
        String mediaType,
        String etag,
        Instant modified,
        @Nullable String coding) {

    public Representation(Body.Source bytes, long length, String mediaType, String etag, Instant modified) {
        this(bytes, length, mediaType, etag, modified, null);
    }

    /** The bytes are not sent: it is not they that the request is about. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** 412 or 416. */
        public int status() {
            return status;
        }
    }

    /** The headers that tell of the bytes. */
    public void describe(Response response) {
        response.setContentType(mediaType);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("ETag", '"' + etag + '"');
        response.setHeader("Last-Modified", HttpDates.print(modified));
    }

    /**
     * Answers; headers beyond {@link #describe} are set already. Must be called on a thread that may wait.
     *
     * @return true if bytes are on their way: not to a HEAD, nor to a client that has them
     * @throws Refused which the caller answers in its own form
     */
    public boolean send(Request request, Response response) throws IOException {
        boolean sent = false;
        try {
            sent = proceeds(request, response) && answer(request, response);
        } finally {
            if (!sent) {
                bytes.close();
            }
        }
        return sent;
    }

    /**
     * False if the client has these bytes; the status says so then.
     *
     * @throws Refused if the conditions of the request are not met
     */
    public boolean proceeds(Request request, Response response) throws Refused {
        return switch (new Conditions(etag, modified)
                .judge(request.getMethod().getMethodString(), request::getHeader)) {
            case NOT_MODIFIED -> {
                response.setStatus(304);
                yield false;
            }
            case FAILED -> throw new Refused(412, "the bytes are not those that the condition names");
            case PROCEED -> true;
        };
    }

    private boolean answer(Request request, Response response) throws IOException {
        boolean head = request.getMethod().getMethodString().equals("HEAD");
        boolean counts = !head && new Conditions(etag, modified).rangeCounts(request.getHeader("If-Range"));
        Ranges ranges = counts ? Ranges.parse(request.getHeader("Range"), length) : new Ranges.Whole();
        Body body = switch (ranges) {
            case Ranges.Unsatisfiable() -> {
                response.setHeader("Content-Range", "bytes */" + length);
                throw new Refused(416, "expected a range within " + length + " bytes");
            }
            case Ranges.Whole() -> Body.whole(bytes, length);
            case Ranges.Parts(List<Ranges.Part> parts) -> Body.parts(response, bytes, length, parts, mediaType, etag);
        };
        if (coding != null) {
            response.setHeader("Content-Encoding", coding);
        }
        response.setContentLengthLong(body.length());
        if (head || body.length() == 0) {
            return false;
        }
        BodyPump.send(response, body);
        return true;
    }
}
