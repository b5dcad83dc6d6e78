package org.xingvo.server.xs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
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
        long length = object.sizeBytes();
        Conditions conditions = new Conditions(object.etag(), object.stored());
        describe(response, object);
        response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(object.md5()));
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
        Body body = switch (ranges) {
            case Ranges.Unsatisfiable() -> {
                response.setHeader("Content-Range", "bytes */" + length);
                throw new XsFault(416, "expected a range within " + length + " bytes");
            }
            case Ranges.Whole() -> Body.whole(source(reader), length);
            case Ranges.Parts(List<Ranges.Part> parts) ->
                Body.parts(response, source(reader), length, parts, object.mediaType(), object.etag());
        };
        response.setContentLengthLong(body.length());
        if (head || body.length() == 0) {
            return false;
        }
        BodyPump.send(response, body);
        return true;
    }

    static Body.Source source(ObjectReader reader) {
        return new Body.Source() {
            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                return reader.read(target, position);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
