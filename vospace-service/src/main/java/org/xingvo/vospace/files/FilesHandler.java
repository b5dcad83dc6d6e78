package org.xingvo.vospace.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.AsksForBody;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.Body;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.Conditions;
import org.xingvo.dali.http.ContentDisposition;
import org.xingvo.dali.http.ExpectedDigests;
import org.xingvo.dali.http.MediaTypes;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.Representation;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.SignedUrls;
import org.xingvo.vospace.transfer.SignedUrls.Grant;
import org.xingvo.vospace.transfer.SignedUrls.Use;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.tree.Tree.Place;

/**
 * GET, HEAD, PUT, DELETE and OPTIONS on the bytes of nodes. Thread-safe. Must run on threads that may wait (database,
 * uploads); downloads hold none while the reader is slow.
 */
public final class FilesHandler extends HttpHandler implements AsksForBody {
    private static final Logger log = LoggerFactory.getLogger(FilesHandler.class);

    /** Where this handler is mounted. */
    public static final String MOUNT = "/files";

    /** Uploads at the same time; more are asked to come again. */
    private static final int MAX_UPLOADS = 64;

    private static final int SNIFFED_BYTES = 16;
    private static final String TEXT = "text/plain; charset=UTF-8";

    private final Tree tree;
    private final Identities identities;
    private final Store store;
    private final SignedUrls signed;
    private final NodeUri uris;
    private final PublicUrl publicUrl;
    private final Consumer<String> transferDone;
    private final Uploads uploads;
    private final Semaphore slots = new Semaphore(MAX_UPLOADS);

    /** Makes names in the store that nothing has yet. */
    public interface Uploads {
        String nonce();
    }

    /**
     * A handler for one tree.
     *
     * @param transferDone told the id of the transfer job that a signed URL carried, when its bytes have moved
     */
    public FilesHandler(
            Tree tree,
            Identities identities,
            Store store,
            SignedUrls signed,
            NodeUri uris,
            PublicUrl publicUrl,
            Uploads uploads,
            Consumer<String> transferDone) {
        this.tree = tree;
        this.identities = identities;
        this.store = store;
        this.signed = signed;
        this.uris = uris;
        this.publicUrl = publicUrl;
        this.uploads = uploads;
        this.transferDone = transferDone;
    }

    @Override
    protected boolean sendAcknowledgment(Request request, Response response) {
        // "100 Continue" is sent when the body is wanted, after all checks.
        return true;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        openToAll(response);
        try {
            switch (request.getMethod().getMethodString()) {
                case "GET" -> get(request, response, false);
                case "HEAD" -> get(request, response, true);
                case "PUT" -> put(request, response);
                case "DELETE" -> delete(request, response);
                case "OPTIONS" -> options(response);
                default -> {
                    response.setHeader("Allow", "GET, HEAD, PUT, DELETE, OPTIONS");
                    text(request, response, 405, "expected GET, HEAD, PUT, DELETE or OPTIONS");
                }
            }
        } catch (VospaceFault e) {
            fault(request, response, e);
        } catch (BadRequest e) {
            text(request, response, 400, "InvalidURI " + e.getMessage());
        } catch (IdentityException.BadCredentials e) {
            challenge(response);
            text(request, response, 401, Kind.NOT_AUTHENTICATED.faultName() + " " + e.getMessage());
        } catch (StorageException e) {
            storage(request, response, e);
        } catch (PreconditionFailed e) {
            text(request, response, 412, String.valueOf(e.getMessage()));
        } catch (Representation.Refused e) {
            text(request, response, e.status(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The client went away, or the disk did; the first is everyday.
            log.debug("A request for bytes ended early", e);
            if (response.isCommitted()) {
                throw e;
            }
            text(request, response, 500, "InternalFault the bytes could not be moved");
        } catch (RuntimeException e) {
            log.error("Unexpected failure at {}", request.getRequestURI(), e);
            if (!response.isCommitted()) {
                text(request, response, 500, "InternalFault the operator finds it in the log");
            }
        }
    }

    // Who, where ---------------------------------------------------------------------------------------------

    /** A request taken apart: for whom, which node, and the job that a signed URL carried. */
    private record Target(Viewer viewer, RequestPath path, String job) {}

    private Target target(Request request, Use use) {
        String uri = request.getRequestURI();
        int mount = uri.indexOf(MOUNT);
        RequestPath path = RequestPath.parse(mount < 0 ? uri : uri.substring(mount + MOUNT.length()));
        if (path.isRoot() || !path.segments().getFirst().startsWith(SignedUrls.PREFIX)) {
            return new Target(tree.viewer(Callers.of(identities, request)), path, "");
        }
        String token = path.segments().getFirst().substring(SignedUrls.PREFIX.length());
        RequestPath real = path.from(1);
        Optional<Grant> grant = signed.check(token, real);
        boolean head = request.getMethod().getMethodString().equals("HEAD");
        if (grant.isEmpty() || (grant.get().use() != use && !head)) {
            throw new VospaceFault(
                    Kind.PERMISSION_DENIED, "the signed URL is not for this path and method, or past its end");
        }
        Caller caller = identities.callerNamed(grant.get().user());
        return new Target(tree.viewer(caller), real, grant.get().job());
    }

    // Out ----------------------------------------------------------------------------------------------------

    private void get(Request request, Response response, boolean head) throws IOException {
        Target target = target(request, Use.READ);
        Node node = tree.follow(target.viewer(), target.path(), uris::path);
        if (!node.type().holdsBytes()) {
            throw VospaceFault.invalidArgument(node.path().plain() + ": expected a DataNode, found "
                    + node.type().xmlName());
        }
        NodeBytes bytes = node.bytes();
        if (bytes == null) {
            describe(response, node, null);
            response.setStatus(head ? 200 : 204);
            if (head) {
                response.setContentLengthLong(0);
            }
            return;
        }
        ObjectReader reader = open(target.viewer(), node, bytes);
        StoredObject object = reader.object();
        describe(response, node, object);
        Representation answer = new Representation(
                new Body.Source(reader::read, reader::close),
                object.sizeBytes(),
                mediaType(node),
                object.etag(),
                object.stored());
        answer.describe(response);
        if (answer.send(request, response) && !target.job().isEmpty()) {
            transferDone.accept(target.job());
        }
    }

    /** The bytes may have been replaced between the look at the tree and the look at the store: then look again. */
    private ObjectReader open(Viewer viewer, Node node, NodeBytes bytes) throws IOException {
        Optional<ObjectReader> reader = store.open(bytes.key());
        if (reader.isPresent()) {
            return permitted(reader.get(), node, bytes);
        }
        NodeBytes now = tree.get(viewer, node.path()).bytes();
        Optional<ObjectReader> again = now == null ? Optional.empty() : store.open(now.key());
        if (now == null || again.isEmpty()) {
            log.error(
                    "The store has no bytes {} for node {}",
                    bytes.key(),
                    node.path().plain());
            throw new VospaceFault(Kind.INTERNAL_FAULT, "the bytes are missing in the store");
        }
        return permitted(again.get(), node, now);
    }

    /** Who may see a file may not see what took its place until the catalogue knows it. */
    private static ObjectReader permitted(ObjectReader reader, Node node, NodeBytes bytes) {
        byte[] sha256 = bytes.sha256();
        if (sha256 != null && !Arrays.equals(sha256, reader.object().sha256())) {
            reader.close();
            throw VospaceFault.notFound(node.path());
        }
        return reader;
    }

    private static void describe(Response response, Node node, @Nullable StoredObject object) {
        String mediaType = mediaType(node);
        response.setContentType(mediaType);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader(
                "Content-Disposition",
                MediaTypes.showsInPlace(mediaType)
                        ? ContentDisposition.inline(node.name())
                        : ContentDisposition.attachment(node.name()));
        // Whatever a user stored, a browser must not run it with the rights of this site.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Cache-Control", node.access().isPublic() ? "no-cache" : "private, no-cache");
        response.setHeader("Vary", "Authorization");
        if (object != null) {
            response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(object.md5()));
        }
    }

    private static String mediaType(Node node) {
        NodeBytes bytes = node.bytes();
        return bytes == null ? node.properties().getOrDefault(Properties.TYPE, MediaTypes.UNKNOWN) : bytes.mediaType();
    }

    // In -----------------------------------------------------------------------------------------------------

    private void put(Request request, Response response) throws IOException {
        Target target = target(request, Use.WRITE);
        Place place = tree.place(target.viewer(), target.path(), uploads.nonce());
        checkConditions(request, place.existing());
        ExpectedDigests digests = ExpectedDigests.of(request::getHeader);
        if ("start".equalsIgnoreCase(request.getHeader("x-put-txn-op"))
                && request.getHeader("x-total-length") != null
                && request.getContentLengthLong() == 0) {
            // An offer of segments; no transaction id in the answer says: send it in one go.
            response.setStatus(200);
            response.setContentLengthLong(0);
            return;
        }
        if (!slots.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            throw new VospaceFault(Kind.SERVICE_BUSY, "expected at most " + MAX_UPLOADS + " uploads at a time");
        }
        try {
            receive(request, response, target, place, digests);
        } finally {
            slots.release();
        }
    }

    private void receive(Request request, Response response, Target target, Place place, ExpectedDigests digests)
            throws IOException {
        if (request.requiresAcknowledgement()) {
            response.setStatus(100);
            response.sendAcknowledgement();
        }
        InputStream body = new BufferedInputStream(
                AnnouncedBody.of(request.getInputStream(), request.getContentLengthLong()), 64 * 1024);
        body.mark(SNIFFED_BYTES);
        byte[] start = body.readNBytes(SNIFFED_BYTES);
        body.reset();
        Node existing = place.existing();
        String mediaType = MediaTypes.of(
                request.getContentType(),
                existing == null ? null : existing.properties().get(Properties.TYPE),
                target.path().name(),
                start);
        StoredObject stored = store.put(
                PutRequest.create(place.key(), mediaType)
                        .withLength(request.getContentLengthLong())
                        .withDigests(digests.md5(), digests.sha256()),
                body);
        tree.commit(target.viewer(), place, stored, mediaType);
        if (!target.job().isEmpty()) {
            transferDone.accept(target.job());
        }
        response.setStatus(201);
        response.setHeader("ETag", "\"" + stored.etag() + "\"");
        response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(stored.md5()));
        URI base = publicUrl.base(request);
        response.setHeader("Location", base + MOUNT + target.path().encoded());
        response.setContentLengthLong(0);
    }

    private void delete(Request request, Response response) throws IOException {
        Target target = target(request, Use.WRITE);
        if (!target.job().isEmpty()) {
            throw new VospaceFault(Kind.PERMISSION_DENIED, "the signed URL is for an upload");
        }
        Node node = tree.get(target.viewer(), target.path());
        if (node.isContainer()) {
            throw VospaceFault.invalidArgument(
                    target.path().plain() + ": expected a DataNode or LinkNode, found ContainerNode");
        }
        checkConditions(request, node);
        tree.delete(target.viewer(), target.path());
        response.setStatus(204);
    }

    /** If-Match and If-None-Match of a write. */
    private void checkConditions(Request request, @Nullable Node existing) throws IOException {
        NodeBytes bytes = existing == null ? null : existing.bytes();
        StoredObject object = bytes == null ? null : store.head(bytes.key()).orElse(null);
        String etag = object == null ? null : object.etag();
        Instant modified = object == null ? null : object.stored();
        if (new Conditions(etag, modified).judge("PUT", request::getHeader) != Conditions.Verdict.PROCEED) {
            throw new PreconditionFailed();
        }
    }

    /** The state of the node is not the one that a write was meant for. */
    private static final class PreconditionFailed extends IOException {
        PreconditionFailed() {
            super("the node is not in the state that the condition names");
        }
    }

    // Answers ------------------------------------------------------------------------------------------------

    private static void openToAll(Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader(
                "Access-Control-Expose-Headers",
                "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, Digest, ETag, Last-Modified, "
                        + "Location");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    private static void options(Response response) {
        response.setStatus(204);
        response.setHeader("Allow", "GET, HEAD, PUT, DELETE, OPTIONS");
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, PUT, DELETE, OPTIONS");
        response.setHeader(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Digest, If-Match, If-None-Match, If-Modified-Since, Range");
        response.setHeader("Access-Control-Max-Age", "86400");
    }

    private static void storage(Request request, Response response, StorageException failure) {
        switch (failure) {
            case StorageException.BodyMismatch e -> text(request, response, 412, "InvalidData " + e.getMessage());
            case StorageException.NoSpace e -> text(request, response, 507, "InternalFault " + e.getMessage());
            case StorageException.TooLarge e ->
                text(request, response, 413, Kind.REQUEST_TOO_LARGE.faultName() + " " + e.getMessage());
            case StorageException.QuotaExceeded e ->
                text(request, response, 413, Kind.QUOTA_EXCEEDED.faultName() + " " + e.getMessage());
            case StorageException.NoSuchObject e -> internal(request, response, e);
            case StorageException.Changed e -> internal(request, response, e);
            case StorageException.ReadOnly e -> internal(request, response, e);
            case StorageException.AlreadyExists e -> internal(request, response, e);
            case StorageException.NoSuchCollection e -> internal(request, response, e);
            case StorageException.Damaged e -> internal(request, response, e);
            case StorageException.Unusable e -> internal(request, response, e);
        }
    }

    private static void internal(Request request, Response response, StorageException failure) {
        log.error("The store failed at {}", request.getRequestURI(), failure);
        text(request, response, 500, "InternalFault the store could not do it");
    }

    private static void fault(Request request, Response response, VospaceFault fault) {
        boolean mayHelp = request.getHeader("Authorization") == null && fault.kind() == Kind.NODE_NOT_FOUND;
        if (fault.kind() == Kind.NOT_AUTHENTICATED || mayHelp) {
            challenge(response);
        }
        text(request, response, fault.kind().status(), String.valueOf(fault.getMessage()));
    }

    private static void challenge(Response response) {
        for (String challenge : Callers.challenges(MOUNT)) {
            response.addHeader("WWW-Authenticate", challenge);
        }
    }

    private static void text(Request request, Response response, int status, String message) {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = (message + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(TEXT);
        response.setContentLengthLong(bytes.length);
        if (request.requiresAcknowledgement()) {
            // The body was never asked for: nobody can say where the next request would begin.
            response.setHeader("Connection", "close");
        }
        if (request.getMethod().getMethodString().equals("HEAD")) {
            return;
        }
        try {
            OutputStream out = response.getOutputStream();
            out.write(bytes);
            if (request.requiresAcknowledgement()) {
                out.close();
                request.getContext().getConnection().closeSilently();
            }
        } catch (IOException e) {
            log.debug("The client did not wait for the error", e);
        }
    }
}
