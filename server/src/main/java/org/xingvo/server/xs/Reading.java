package org.xingvo.server.xs;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.AcceptEncoding;
import org.xingvo.dali.http.Body;
import org.xingvo.dali.http.HttpDates;
import org.xingvo.dali.http.Representation;
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
        answer(request, response, found.get());
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

    private static void answer(Request request, Response response, ObjectReader reader) throws IOException {
        StoredObject object = reader.object();
        String encoding = encoding(request, response, reader);
        Representation bytes = encoding == null
                ? new Representation(
                        new Body.Source(reader::read, reader::close),
                        object.sizeBytes(),
                        object.mediaType(),
                        object.etag(),
                        object.stored())
                // Two forms of the same bytes are two representations, each with a strong tag of its own.
                : new Representation(
                        new Body.Source(reader::readEncoded, reader::close),
                        reader.encodedBytes(),
                        object.mediaType(),
                        object.etag() + "-" + encoding,
                        object.stored(),
                        encoding);
        describe(response, object);
        response.setHeader("ETag", '"' + bytes.etag() + '"');
        if (encoding == null) {
            // It is the digest of what is sent.
            response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(object.md5()));
        }
        response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        try {
            bytes.send(request, response);
        } catch (Representation.Refused e) {
            throw new XsFault(e.status(), String.valueOf(e.getMessage()));
        }
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
}
