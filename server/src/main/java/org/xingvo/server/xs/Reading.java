package org.xingvo.server.xs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.AcceptEncoding;
import org.xingvo.dali.http.Body;
import org.xingvo.dali.http.BodyPump;
import org.xingvo.dali.http.Conditions;
import org.xingvo.dali.http.HttpDates;
import org.xingvo.dali.http.Ranges;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/** GET and HEAD of one object. Thread-safe. */
final class Reading {
    private static final String EXPOSED =
            "Accept-Ranges, Content-Length, Content-Range, Digest, ETag, Last-Modified, Location";

    private final Store store;

    Reading(Store store) {
        this.store = store;
    }

    void get(Request request, Response response, Gate.Shelf shelf, Target target) throws IOException {
        Optional<ObjectReader> found = store.open(target.key(shelf.id()));
        if (found.isEmpty()) {
            throw XsFault.notFound(target.name() + " of collection " + target.collection());
        }
        ObjectReader reader = found.get();
        boolean handedOver = false;
        try {
            handedOver = answer(request, response, reader);
        } finally {
            if (!handedOver) {
                reader.close();
            }
        }
    }

    /** The headers of an answer about an object. */
    static void describe(Response response, StoredObject object) {
        response.setContentType(object.mediaType());
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("ETag", '"' + object.etag() + '"');
        response.setHeader("Last-Modified", HttpDates.print(object.stored()));
        // Whatever somebody stored, a browser must not run it with the rights of this site.
        response.setHeader("Content-Security-Policy", "sandbox");
    }

    /** True if the reader was handed to a pump. */
    private static boolean answer(Request request, Response response, ObjectReader reader) throws IOException {
        boolean head = request.getMethod().getMethodString().equals("HEAD");
        StoredObject object = reader.object();
        String encoding = encoding(request, response, reader);
        // Two forms of the same bytes are two representations, each with a strong tag of its own.
        String etag = encoding == null ? object.etag() : object.etag() + "-" + encoding;
        long length = encoding == null ? object.sizeBytes() : reader.encodedBytes();
        Conditions conditions = new Conditions(etag, object.stored());
        describe(response, object);
        response.setHeader("ETag", '"' + etag + '"');
        if (encoding == null) {
            // It is the digest of what is sent.
            response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(object.md5()));
        }
        response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        switch (conditions.judge(head ? "HEAD" : "GET", request::getHeader)) {
            case NOT_MODIFIED -> {
                Answers.empty(response, 304);
                return false;
            }
            case FAILED -> throw new XsFault(412, "the object is not the one that the condition names");
            case PROCEED -> {}
        }
        Ranges ranges = !head && conditions.rangeCounts(request.getHeader("If-Range"))
                ? Ranges.parse(request.getHeader("Range"), length)
                : new Ranges.Whole();
        Body.Source source = encoding == null ? source(reader, reader::read) : source(reader, reader::readEncoded);
        Body body = switch (ranges) {
            case Ranges.Unsatisfiable() -> {
                response.setHeader("Content-Range", "bytes */" + length);
                throw new XsFault(416, "expected a range within " + length + " bytes");
            }
            case Ranges.Whole() -> Body.whole(source, length);
            case Ranges.Parts(List<Ranges.Part> parts) ->
                Body.parts(response, source, length, parts, object.mediaType(), etag);
        };
        if (encoding != null) {
            response.setHeader("Content-Encoding", encoding);
        }
        response.setContentLengthLong(body.length());
        if (head || body.length() == 0) {
            return false;
        }
        BodyPump.send(response, body);
        return true;
    }

    /** The coding to send the object in, as it is stored, if the client takes that; null: its original bytes. */
    private static @Nullable String encoding(Request request, Response response, ObjectReader reader) {
        String stored = reader.encoding();
        if (stored == null) {
            return null;
        }
        response.setHeader("Vary", "Accept-Encoding");
        // A range is one of the original bytes: that is what people count.
        boolean takes = AcceptEncoding.names(request.getHeader("Accept-Encoding"), stored);
        return takes && request.getHeader("Range") == null ? stored : null;
    }

    private interface Read {
        int at(ByteBuffer target, long position) throws IOException;
    }

    private static Body.Source source(ObjectReader reader, Read read) {
        return new Body.Source() {
            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                return read.at(target, position);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
