package org.xingvo.vospace.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.Conditions;
import org.xingvo.dali.http.ExpectedDigests;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.files.Door.Target;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Intake;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.SegmentedUploads;
import org.xingvo.vospace.transfer.SegmentedUploads.State;
import org.xingvo.vospace.transfer.SignedUrls.Use;
import org.xingvo.vospace.transfer.Unpacking;
import org.xingvo.vospace.transfer.Unpacking.Unpacked;
import org.xingvo.vospace.transfer.Views.Form;
import org.xingvo.vospace.tree.Tree.Place;

/**
 * PUT, and what belongs to uploads in segments: their state by HEAD, their end without a node by POST. The headers are
 * those of the storage of the Canadian Astronomy Data Centre, whose clients send them. Thread-safe.
 */
final class Upload {
    /** Uploads at the same time; more are asked to come again. */
    private static final int MAX_UPLOADS = 64;

    /** The client of the Canadian Astronomy Data Centre waits 120 s for a sign of life. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static final String OPERATION = "x-put-txn-op";
    static final String ID = "x-put-txn-id";
    static final String TOTAL = "x-total-length";

    private final Door door;
    private final Negotiator negotiator;
    private final Intake intake;
    private final SegmentedUploads segmented;
    private final Unpacking unpacking;
    private final Store store;
    private final PublicUrl publicUrl;
    private final Semaphore slots = new Semaphore(MAX_UPLOADS);

    Upload(
            Door door,
            Negotiator negotiator,
            Intake intake,
            SegmentedUploads segmented,
            Unpacking unpacking,
            Store store,
            PublicUrl publicUrl) {
        this.door = door;
        this.negotiator = negotiator;
        this.intake = intake;
        this.segmented = segmented;
        this.unpacking = unpacking;
        this.store = store;
        this.publicUrl = publicUrl;
    }

    /** The state of the node is not the one that a write was meant for. */
    static final class PreconditionFailed extends IOException {
        private static final long serialVersionUID = 1L;

        PreconditionFailed() {
            super("the node is not in the state that the condition names");
        }
    }

    void put(Request request, Response response) throws IOException {
        Target target = door.target(request, Use.WRITE);
        String view = request.getParameter(Negotiator.VIEW);
        ExpectedDigests digests = ExpectedDigests.of(request::getHeader);
        String id = request.getHeader(ID);
        if (id != null) {
            segment(request, response, target, id, digests);
        } else if (view != null) {
            within(request, () -> unpack(request, response, target, view));
        } else if (target.path().name().equals(Negotiator.NULL)) {
            within(request, () -> swallow(request, response, target));
        } else {
            Place place = negotiator.place(target.viewer(), target.path());
            checkConditions(request, place.existing());
            if ("start".equalsIgnoreCase(request.getHeader(OPERATION)) && request.getContentLengthLong() == 0) {
                begin(request, response, target);
            } else {
                within(request, () -> receive(request, response, target, place, digests));
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void within(Request request, Step step) throws IOException {
        if (!slots.tryAcquire()) {
            request.getResponse().setHeader("Retry-After", "5");
            throw new VospaceFault(Kind.SERVICE_BUSY, "expected at most " + MAX_UPLOADS + " uploads at a time");
        }
        try {
            step.run();
        } finally {
            slots.release();
        }
    }

    private void receive(Request request, Response response, Target target, Place place, ExpectedDigests digests)
            throws IOException {
        door.use(target);
        StoredObject stored = intake.take(
                target.viewer(),
                place,
                body(request),
                new Intake.Announced(request.getContentLengthLong(), request.getContentType(), digests),
                !target.job().isEmpty());
        door.moved(target);
        created(request, response, place, stored);
    }

    private void created(Request request, Response response, Place place, StoredObject stored) {
        response.setStatus(201);
        response.setHeader("ETag", "\"" + stored.etag() + "\"");
        FileAnswers.digests(response, stored);
        URI base = publicUrl.base(request);
        response.setHeader("Location", base + FilesHandler.MOUNT + place.path().encoded());
        response.setContentLengthLong(0);
    }

    private static InputStream body(Request request) throws IOException {
        if (request.requiresAcknowledgement()) {
            request.getResponse().setStatus(100);
            request.getResponse().sendAcknowledgement();
        }
        return AnnouncedBody.of(request.getInputStream(), request.getContentLengthLong());
    }

    private void swallow(Request request, Response response, Target target) throws IOException {
        if (target.viewer().isAnonymous()) {
            throw VospaceFault.denied(target.viewer(), "writing needs a token");
        }
        body(request).transferTo(OutputStream.nullOutputStream());
        door.moved(target);
        response.setStatus(201);
        response.setContentLengthLong(0);
    }

    // Archives -----------------------------------------------------------------------------------------------

    private void unpack(Request request, Response response, Target target, String view) throws IOException {
        Form form = switch (view.toLowerCase(Locale.ROOT)) {
            case "tar" -> Form.TAR;
            case "tar.gz", "tgz" -> Form.TGZ;
            case "zip" -> Form.ZIP;
            default -> throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, view + " : expected tar, tar.gz or zip");
        };
        Node node = negotiator.container(target.viewer(), target.path(), view);
        door.use(target);
        Unpacked unpacked = unpacking.unpack(target.viewer(), node.path(), form, body(request));
        door.moved(target);
        byte[] text = (unpacked.files() + " files with " + unpacked.bytes() + " bytes, " + unpacked.folders()
                        + " new folders\n")
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(201);
        response.setContentType("text/plain; charset=UTF-8");
        response.setContentLengthLong(text.length);
        response.getOutputStream().write(text);
    }

    // Segments -----------------------------------------------------------------------------------------------

    private void begin(Request request, Response response, Target target) throws IOException {
        State state = segmented.begin(
                target.viewer(), target.path(), total(request.getHeader(TOTAL)), request.getContentType());
        open(response, 202, state);
        response.setHeader(
                "x-put-segment-minbytes", Long.toString(segmented.limits().leastBytes()));
        response.setHeader(
                "x-put-segment-maxbytes", Long.toString(segmented.limits().mostBytes()));
    }

    private void segment(Request request, Response response, Target target, String id, ExpectedDigests digests)
            throws IOException {
        String operation = String.valueOf(request.getHeader(OPERATION)).toLowerCase(Locale.ROOT);
        if (operation.equals("commit")) {
            Place place = negotiator.place(target.viewer(), target.path());
            checkConditions(request, place.existing());
            door.use(target);
            StoredObject stored = commit(request, target, id, place, digests);
            door.moved(target);
            created(request, response, place, stored);
            return;
        }
        within(request, () -> {
            InputStream body = body(request);
            open(
                    response,
                    202,
                    segmented.append(
                            target.viewer(), id, target.path(), body, request.getContentLengthLong(), digests));
        });
    }

    /** The segments of a big file are read and written once more: that may take minutes. */
    private StoredObject commit(Request request, Target target, String id, Place place, ExpectedDigests digests)
            throws IOException {
        boolean clears = !target.job().isEmpty();
        try (StillHere _ = StillHere.begin(request, PATIENCE)) {
            return segmented.commit(target.viewer(), id, place, target.path(), digests, clears);
        }
    }

    /** The state of an upload; false: the request is not about one. */
    boolean head(Request request, Response response) throws IOException {
        String id = request.getHeader(ID);
        if (id == null) {
            return false;
        }
        Target target = door.target(request, Use.WRITE);
        State state = segmented.state(target.viewer(), id, target.path());
        open(response, 200, state);
        response.setContentLengthLong(state.bytes());
        return true;
    }

    /** Takes the last segment back, or ends the upload. */
    void post(Request request, Response response) throws IOException {
        String id = request.getHeader(ID);
        if (id == null) {
            throw VospaceFault.invalidArgument(ID + ": expected the name of an upload, found none");
        }
        Target target = door.target(request, Use.WRITE);
        switch (String.valueOf(request.getHeader(OPERATION)).toLowerCase(Locale.ROOT)) {
            case "abort" -> {
                segmented.abort(target.viewer(), id, target.path());
                response.setStatus(204);
            }
            case "revert" -> open(response, 202, segmented.revert(target.viewer(), id, target.path()));
            default ->
                throw VospaceFault.invalidArgument(
                        OPERATION + ": expected abort or revert, found '" + request.getHeader(OPERATION) + "'");
        }
    }

    private static void open(Response response, int status, State state) {
        response.setStatus(status);
        response.setHeader(ID, state.id());
        if (state.totalBytes() != null) {
            response.setHeader(TOTAL, Long.toString(state.totalBytes()));
        }
        response.setHeader("x-put-txn-bytes", Long.toString(state.bytes()));
        if (state.md5() != null) {
            response.setHeader("Digest", "md5=" + Base64.getEncoder().encodeToString(state.md5()));
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentLengthLong(0);
    }

    private static @Nullable Long total(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.strip().matches("[0-9]{1,18}")) {
            throw VospaceFault.invalidArgument(TOTAL + ": expected a number of bytes, found '" + text + "'");
        }
        return Long.parseLong(text.strip());
    }

    /** If-Match and If-None-Match of a write. */
    void checkConditions(Request request, @Nullable Node existing) throws IOException {
        NodeBytes bytes = existing == null ? null : existing.bytes();
        boolean conditional = request.getHeader("If-Match") != null
                || request.getHeader("If-None-Match") != null
                || request.getHeader("If-Unmodified-Since") != null;
        if (!conditional) {
            return;
        }
        StoredObject object = bytes == null ? null : store.head(bytes.key()).orElse(null);
        String etag = object == null ? null : object.etag();
        Instant modified = object == null ? null : object.stored();
        if (new Conditions(etag, modified).judge("PUT", request::getHeader) != Conditions.Verdict.PROCEED) {
            throw new PreconditionFailed();
        }
    }
}
