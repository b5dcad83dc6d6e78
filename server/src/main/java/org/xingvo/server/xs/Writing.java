package org.xingvo.server.xs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.Conditions;
import org.xingvo.dali.http.ExpectedDigests;
import org.xingvo.dali.http.MediaTypes;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.ingest.CataloguedWrites;
import org.xingvo.ingest.Versions;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/** PUT, POST and DELETE of one object. Thread-safe. */
final class Writing {
    /** Uploads at the same time; more are asked to come again. */
    private static final int MAX_UPLOADS = 512;

    private static final int SNIFFED_BYTES = 16;
    /** A body longer than this is refused, if it must be, before it is looked at; a shorter one has come already. */
    private static final long LONG_BYTES = 64 << 10;

    private final Store store;
    private final @Nullable CataloguedWrites catalogued;
    private final Semaphore slots = new Semaphore(MAX_UPLOADS);

    /** @param catalogued takes what is written to catalogued collections; null: there are none */
    Writing(Store store, @Nullable CataloguedWrites catalogued) {
        this.store = store;
        this.catalogued = catalogued;
    }

    /** Null: the store itself is written. */
    static @Nullable CataloguedWrites door(Gate.Shelf shelf, @Nullable CataloguedWrites catalogued) {
        return shelf.catalogued() ? catalogued : null;
    }

    /** A name that the archive gives to what was replaced is nobody's to write. */
    static void checkNoVersion(Gate.Shelf shelf, String name) {
        if (shelf.catalogued() && Versions.isVersion(name)) {
            throw new XsFault(400, "path: names that end in .~N~ are those of earlier versions, found " + name);
        }
    }

    /** @param replace PUT: takes the name if it is in use; else 409 */
    void put(Request request, Response response, Gate.Shelf shelf, Target target, boolean replace) throws IOException {
        checkBody(request);
        checkNoVersion(shelf, target.name());
        ObjectKey key = target.key(shelf.id());
        StoredObject before = store.head(key).orElse(null);
        String ifMatch = checkConditions(request, before);
        boolean onlyNew = "*".equals(request.getHeader("If-None-Match"));
        if (!replace && before != null) {
            throw new StorageException.AlreadyExists(exists(target));
        }
        ExpectedDigests digests = ExpectedDigests.of(request::getHeader);
        PutRequest.Mode mode = replace && !onlyNew ? PutRequest.Mode.REPLACE : PutRequest.Mode.CREATE;
        if (!slots.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            throw new XsFault(503, "expected at most " + MAX_UPLOADS + " uploads at a time");
        }
        try {
            StoredObject stored = receive(request, response, shelf, key, mode, ifMatch, digests);
            Answers.empty(response, before == null ? 201 : 204);
            response.setHeader("ETag", '"' + stored.etag() + '"');
            response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(stored.md5()));
            if (before == null) {
                response.setHeader("Location", Target.url(shelf.settings().name(), target.name()));
            }
        } catch (StorageException.AlreadyExists e) {
            throw onlyNew && replace ? failedCondition() : new StorageException.AlreadyExists(exists(target));
        } finally {
            slots.release();
        }
    }

    private StoredObject receive(
            Request request,
            Response response,
            Gate.Shelf shelf,
            ObjectKey key,
            PutRequest.Mode mode,
            @Nullable String ifMatch,
            ExpectedDigests digests)
            throws IOException {
        long length = request.getContentLengthLong();
        if (request.requiresAcknowledgement() || length > LONG_BYTES) {
            store.checkPut(put(key, mode, ifMatch, MediaTypes.UNKNOWN).withLength(length));
        }
        if (request.requiresAcknowledgement()) {
            response.setStatus(100);
            response.sendAcknowledgement();
        }
        InputStream body = new BufferedInputStream(
                AnnouncedBody.of(request.getInputStream(), length),
                length >= 0 && length < 8192 ? (int) length + SNIFFED_BYTES : 64 * 1024);
        body.mark(SNIFFED_BYTES);
        byte[] start = body.readNBytes(SNIFFED_BYTES);
        body.reset();
        String fileName = key.name().substring(key.name().lastIndexOf('/') + 1);
        String mediaType = MediaTypes.of(request.getContentType(), null, fileName, start);
        PutRequest whole =
                put(key, mode, ifMatch, mediaType).withLength(length).withDigests(digests.md5(), digests.sha256());
        CataloguedWrites door = door(shelf, catalogued);
        return door == null ? store.put(whole, body) : door.put(whole, body);
    }

    private static PutRequest put(ObjectKey key, PutRequest.Mode mode, @Nullable String ifMatch, String mediaType) {
        if (mode == PutRequest.Mode.CREATE) {
            return PutRequest.create(key, mediaType);
        }
        return ifMatch == null ? PutRequest.replace(key, mediaType) : PutRequest.replaceIf(key, mediaType, ifMatch);
    }

    void delete(Request request, Response response, Gate.Shelf shelf, Target target) throws IOException {
        ObjectKey key = target.key(shelf.id());
        StoredObject before = store.head(key).orElse(null);
        if (before == null && request.getHeader("If-Match") == null) {
            throw XsFault.notFound(target.name() + " of collection " + target.collection());
        }
        String ifMatch = checkConditions(request, before);
        CataloguedWrites door = door(shelf, catalogued);
        boolean deleted = door == null ? store.delete(key, ifMatch) : door.delete(key, ifMatch);
        if (!deleted) {
            throw XsFault.notFound(target.name() + " of collection " + target.collection());
        }
        Answers.empty(response, 204);
    }

    void undelete(Request request, Response response, Gate.Shelf shelf, Target target) throws IOException {
        CataloguedWrites door = door(shelf, catalogued);
        ObjectKey key = target.key(shelf.id());
        StoredObject back = door == null ? store.undelete(key) : door.undelete(key);
        Answers.json(request, response, 200, Json.line(json -> Json.object(json, back)));
    }

    void rename(Request request, Response response, Gate.Shelf shelf, Target target, String newName)
            throws IOException {
        String name = checkedName(newName);
        checkNoVersion(shelf, name);
        CataloguedWrites door = door(shelf, catalogued);
        ObjectKey key = target.key(shelf.id());
        StoredObject renamed = door == null ? store.rename(key, name) : door.rename(key, name);
        response.setHeader("Location", Target.url(shelf.settings().name(), name));
        Answers.json(request, response, 200, Json.line(json -> Json.object(json, renamed)));
    }

    /** A name that a URL can say: see {@link RequestPath}. */
    static String checkedName(String name) {
        return String.join("/", new RequestPath(java.util.List.of(name.split("/", -1))).segments());
    }

    /**
     * If-Match and If-None-Match of a write; returns the tag that the object must have when the write happens.
     */
    private static @Nullable String checkConditions(Request request, @Nullable StoredObject before) {
        Conditions conditions =
                before == null ? new Conditions(null, null) : new Conditions(before.etag(), before.stored());
        if (conditions.judge("PUT", request::getHeader) != Conditions.Verdict.PROCEED) {
            throw failedCondition();
        }
        String ifMatch = request.getHeader("If-Match");
        return ifMatch == null || ifMatch.strip().equals("*") || before == null ? null : before.etag();
    }

    private static XsFault failedCondition() {
        return new XsFault(412, "the object is not in the state that the condition names");
    }

    private static String exists(Target target) {
        return target.name() + " of collection " + target.collection() + ": exists";
    }

    private static void checkBody(Request request) {
        if (request.getHeader("Content-Range") != null) {
            throw new XsFault(400, "Content-Range: expected a whole body, found a part of one");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new XsFault(415, "Content-Encoding: expected identity, found '" + encoding + "'");
        }
        checkLength(request);
    }

    static void checkLength(Request request) {
        if (request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") == null) {
            throw new XsFault(411, "expected a Content-Length or a body in chunks, found neither");
        }
    }
}
