package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.http.ExpectedDigests;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Segments;
import org.xingvo.vospace.tree.Segments.Open;
import org.xingvo.vospace.tree.Segments.Segment;
import org.xingvo.vospace.tree.Tree.Place;

/**
 * Uploads in segments: each is durable when it is answered, so an upload goes on after a broken connection and after the
 * death of the server; the node appears when the whole is committed. Thread-safe; one upload takes one segment at a time.
 */
public final class SegmentedUploads {
    private static final Logger log = LoggerFactory.getLogger(SegmentedUploads.class);

    /** No SQL identifier, so no catalogued collection has this name. */
    public static final String COLLECTION = "xing.segments";

    /** A serial that is never given to another collection. */
    public static final CollectionId ID = CollectionId.of(0, 0x7FFF, 2, 15);

    private static final long VOLUME_BYTES = 1L << 30;
    /** Running digests that are kept; others are computed anew from the segments. */
    private static final int MOST_DIGESTS = 1000;

    private static final int SWEPT = 1000;

    private final Segments segments;
    private final Store store;
    private final Intake intake;
    private final TransferLimits.Segments limits;
    private final InstantSource clock;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Map<String, Running> digests = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Running> eldest) {
            return size() > MOST_DIGESTS;
        }
    };

    public SegmentedUploads(
            Segments segments, Store store, Intake intake, TransferLimits.Segments limits, InstantSource clock) {
        this.segments = segments;
        this.store = store;
        this.intake = intake;
        this.limits = limits;
        this.clock = clock;
    }

    public TransferLimits.Segments limits() {
        return limits;
    }

    /** The digest of the first segments. */
    private record Running(int segments, MessageDigest md5) {}

    /**
     * How far an upload is. Immutable.
     *
     * @param md5 of what is there; null: nothing is
     */
    public record State(String id, long bytes, @Nullable Long totalBytes, byte @Nullable [] md5) {}

    /** Begins an upload to a node that the viewer may write. */
    public State begin(Viewer viewer, RequestPath path, @Nullable Long totalBytes, @Nullable String mediaType)
            throws IOException {
        ensureCollection();
        if (totalBytes != null) {
            store.checkPut(PutRequest.create(new ObjectKey(ID, "x"), "application/octet-stream")
                    .withLength(totalBytes));
        }
        Open open = new Open(Jobs.freshId(), viewer.caller().user(), path, totalBytes, mediaType, java.util.List.of());
        if (!segments.begin(open, limits.perUser())) {
            throw new VospaceFault(
                    Kind.QUOTA_EXCEEDED,
                    "expected at most " + limits.perUser() + " unfinished uploads, found as many; abort some");
        }
        return state(open);
    }

    /** How far it is; the viewer must be its sender, and the path that of the upload. */
    public State state(Viewer viewer, String id, RequestPath path) throws IOException {
        return state(find(viewer, id, path));
    }

    /**
     * Takes the next segment. If this throws, nothing of it is kept.
     *
     * @param length as announced; -1: not
     */
    public State append(
            Viewer viewer, String id, RequestPath path, InputStream body, long length, ExpectedDigests expected)
            throws IOException {
        if (!taken.add(id)) {
            throw new VospaceFault(Kind.NODE_BUSY, "upload " + id + " takes another segment now");
        }
        try {
            Open open = own(viewer, id, path);
            check(open, length);
            Running before = running(open);
            MessageDigest md5 = copy(before.md5());
            ObjectKey key = new ObjectKey(ID, id + "/" + open.segments().size() + "-" + Jobs.freshId());
            StoredObject stored = store.put(
                    PutRequest.create(key, "application/octet-stream")
                            .withLength(length)
                            .withDigests(expected.md5(), expected.sha256()),
                    new DigestInputStream(body, md5));
            boolean added = false;
            try {
                Long total = open.totalBytes();
                if (total != null && open.bytes() + stored.sizeBytes() > total) {
                    throw VospaceFault.invalidArgument("segment: expected at most " + (total - open.bytes())
                            + " bytes up to the announced length, found " + stored.sizeBytes());
                }
                added = stored.sizeBytes() == 0
                        || segments.add(id, new Segment(open.segments().size(), stored.sizeBytes(), key.name()));
            } finally {
                if (!added || stored.sizeBytes() == 0) {
                    delete(key.name());
                }
            }
            if (!added) {
                throw new VospaceFault(Kind.NODE_BUSY, "upload " + id + " was changed by another request");
            }
            if (stored.sizeBytes() > 0) {
                remember(id, new Running(open.segments().size() + 1, md5));
            }
            return state(find(viewer, id, path));
        } finally {
            taken.remove(id);
        }
    }

    private void check(Open open, long length) {
        if (length > limits.mostBytes()) {
            throw new VospaceFault(
                    Kind.REQUEST_TOO_LARGE,
                    "segment: expected at most " + limits.mostBytes() + " bytes, found " + length);
        }
        Long total = open.totalBytes();
        boolean last = total == null || length < 0 || open.bytes() + length >= total;
        if (length >= 0 && length < limits.leastBytes() && !last) {
            throw VospaceFault.invalidArgument("segment: expected at least " + limits.leastBytes()
                    + " bytes unless it is the last, found " + length);
        }
    }

    /** Takes the last segment back. */
    public State revert(Viewer viewer, String id, RequestPath path) throws IOException {
        own(viewer, id, path);
        segments.removeLast(id).ifPresent(last -> delete(last.storePath()));
        forget(id);
        return state(find(viewer, id, path));
    }

    /** Ends an upload without a node. */
    public void abort(Viewer viewer, String id, RequestPath path) {
        drop(own(viewer, id, path));
    }

    /** Makes the node of all segments; afterwards the upload is gone. If this throws, it is as it was. */
    public StoredObject commit(
            Viewer viewer, String id, Place place, RequestPath path, ExpectedDigests expected, boolean clears)
            throws IOException {
        if (!taken.add(id)) {
            throw new VospaceFault(Kind.NODE_BUSY, "upload " + id + " takes a segment now");
        }
        try {
            Open open = find(viewer, id, path);
            Long total = open.totalBytes();
            if (total != null && open.bytes() != total) {
                throw VospaceFault.invalidArgument(
                        "upload " + id + ": expected " + total + " bytes, found " + open.bytes());
            }
            StoredObject stored;
            try (InputStream whole = new Parts(open)) {
                stored = intake.take(
                        viewer, place, whole, new Intake.Announced(open.bytes(), open.mediaType(), expected), clears);
            }
            drop(open);
            return stored;
        } finally {
            taken.remove(id);
        }
    }

    /** Ends uploads that nobody goes on with; returns how many. */
    public int sweep() {
        int swept = 0;
        for (String id : segments.untouchedSince(clock.instant().minus(limits.kept()), SWEPT)) {
            Optional<Open> open = segments.find(id);
            if (open.isPresent() && taken.add(id)) {
                try {
                    drop(open.get());
                    swept++;
                } finally {
                    taken.remove(id);
                }
            }
        }
        return swept;
    }

    // Steps --------------------------------------------------------------------------------------------------

    /** As {@link #find}, for who changes it. */
    private Open own(Viewer viewer, String id, RequestPath path) {
        Open open = find(viewer, id, path);
        if (!viewer.caller().writes()) {
            throw VospaceFault.denied(viewer, "the token is for reading: expected one of scope write or admin");
        }
        return open;
    }

    private Open find(Viewer viewer, String id, RequestPath path) {
        Optional<Open> open = segments.find(id);
        boolean own = open.isPresent()
                && open.get().path().equals(path)
                && java.util.Objects.equals(
                        open.get().principal(), viewer.caller().user());
        if (open.isEmpty() || !own) {
            throw new VospaceFault(Kind.NODE_NOT_FOUND, "there is no such upload of " + path.plain());
        }
        return open.get();
    }

    private State state(Open open) throws IOException {
        byte[] md5 =
                open.segments().isEmpty() ? null : copy(running(open).md5()).digest();
        return new State(open.id(), open.bytes(), open.totalBytes(), md5);
    }

    private Running running(Open open) throws IOException {
        synchronized (digests) {
            Running known = digests.get(open.id());
            if (known != null && known.segments() == open.segments().size()) {
                return known;
            }
        }
        MessageDigest md5 = md5();
        byte[] block = new byte[256 * 1024];
        try (InputStream whole = new Parts(open)) {
            for (int n = whole.read(block); n >= 0; n = whole.read(block)) {
                md5.update(block, 0, n);
            }
        }
        Running made = new Running(open.segments().size(), md5);
        remember(open.id(), made);
        return made;
    }

    private void remember(String id, Running running) {
        synchronized (digests) {
            digests.put(id, running);
        }
    }

    private void forget(String id) {
        synchronized (digests) {
            digests.remove(id);
        }
    }

    private void drop(Open open) {
        if (segments.end(open.id())) {
            open.segments().forEach(segment -> delete(segment.storePath()));
        }
        forget(open.id());
    }

    private void delete(String storePath) {
        try {
            store.delete(new ObjectKey(ID, storePath));
        } catch (IOException | StorageException e) {
            log.warn("A segment stays in the store: {}", storePath, e);
        }
    }

    private void ensureCollection() throws IOException {
        if (store.findCollection(COLLECTION).isEmpty()) {
            store.createCollection(ID, CollectionSettings.named(COLLECTION).withMaxVolumeBytes(VOLUME_BYTES));
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("MD5 of the JDK can be copied", e);
        }
    }

    /** The segments one after the other, each open only while it is read. One thread. */
    private final class Parts extends InputStream {
        private final Deque<Segment> left;
        private @Nullable ObjectReader reader;
        private InputStream part = InputStream.nullInputStream();

        Parts(Open open) {
            left = new ArrayDeque<>(open.segments());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            int n = part.read(target, from, count);
            while (n < 0 && !left.isEmpty()) {
                next();
                n = part.read(target, from, count);
            }
            return n;
        }

        private void next() throws IOException {
            close();
            Segment segment = left.removeFirst();
            ObjectReader opened = store.open(new ObjectKey(ID, segment.storePath()))
                    .orElseThrow(() -> new VospaceFault(Kind.INTERNAL_FAULT, "a segment is missing in the store"));
            reader = opened;
            part = opened.stream(new ByteRange(0, segment.sizeBytes()));
        }

        @Override
        public void close() throws IOException {
            part.close();
            if (reader != null) {
                reader.close();
            }
        }
    }
}
