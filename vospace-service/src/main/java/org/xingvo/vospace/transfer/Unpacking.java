package org.xingvo.vospace.transfer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.MediaTypes;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.TransferLimits.Archives;
import org.xingvo.vospace.transfer.Views.Form;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.tree.Tree.Place;

/**
 * Unpacks an archive into a container. All bytes are read, judged and stored before the first node is made: an archive
 * that is refused leaves nothing. Thread-safe.
 */
public final class Unpacking {
    private static final Logger log = LoggerFactory.getLogger(Unpacking.class);
    private static final int SNIFFED_BYTES = 16;
    /** Below so many unpacked bytes nobody asks how well they were packed. */
    private static final long HARMLESS_BYTES = 10L << 20;

    private final Tree tree;
    private final Store store;
    private final Archives limits;

    public Unpacking(Tree tree, Store store, Archives limits) {
        this.tree = tree;
        this.store = store;
        this.limits = limits;
    }

    /** What came out. */
    public record Unpacked(int files, int folders, long bytes) {}

    private record Staged(RequestPath path, StoredObject object, String mediaType) {}

    /**
     * Unpacks a body, which is read to its end.
     *
     * @param container a ContainerNode that the viewer may write
     * @throws VospaceFault InvalidData for what is no such archive or holds what is refused, RequestEntityTooLarge beyond
     *     the limits; of a node that cannot be made, with what was made before
     */
    public Unpacked unpack(Viewer viewer, RequestPath container, Form form, InputStream body) throws IOException {
        Run run = new Run(tree.place(viewer, container.child("x"), TransferJobs.nonce()), container);
        boolean done = false;
        try {
            run.read(form, body);
            Unpacked unpacked = run.plant(viewer);
            done = true;
            return unpacked;
        } finally {
            if (!done) {
                run.forget();
            }
        }
    }

    /** One archive. One thread. */
    private final class Run {
        private final Place ground;
        private final RequestPath container;
        private final Set<RequestPath> folders = new LinkedHashSet<>();
        private final Set<RequestPath> names = new HashSet<>();
        private final List<Staged> staged = new ArrayList<>();
        private int entries;
        private long bytes;
        private int planted;

        Run(Place ground, RequestPath container) {
            this.ground = ground;
            this.container = container;
        }

        void read(Form form, InputStream body) throws IOException {
            Counted packed = new Counted(body);
            try (ArchiveInputStream<?> archive = reading(packed, () -> open(form, packed))) {
                for (ArchiveEntry entry = next(archive, packed); entry != null; entry = next(archive, packed)) {
                    if (++entries > limits.entries()) {
                        throw tooLarge("at most " + limits.entries() + " entries");
                    }
                    take(archive, entry, packed);
                }
                if (entries == 0) {
                    throw invalid("expected an archive with entries, found none");
                }
                // What follows the end is read away, so that the sender is heard out.
                packed.skip(Long.MAX_VALUE);
            }
        }

        private void take(ArchiveInputStream<?> archive, ArchiveEntry entry, Counted packed) throws IOException {
            String name = entry.getName();
            check(archive, entry);
            RequestPath path = path(name);
            if (path.isRoot()) {
                return;
            }
            if (path.segments().size() > limits.depth()) {
                throw tooLarge("at most " + limits.depth() + " names in a path");
            }
            RequestPath whole = below(path);
            if (entry.isDirectory()) {
                folders(whole);
                return;
            }
            folders(whole.parent());
            if (!names.add(whole)) {
                throw invalid("expected each name once, found " + shown(name) + " again");
            }
            BufferedInputStream content = new BufferedInputStream(new Content(archive, packed), 64 * 1024);
            content.mark(SNIFFED_BYTES);
            byte[] start = content.readNBytes(SNIFFED_BYTES);
            content.reset();
            String mediaType = MediaTypes.of(null, null, whole.name(), start);
            ObjectKey key = new ObjectKey(
                    ground.key().collection(),
                    container.segments().get(1) + "/" + TransferJobs.nonce() + "/" + whole.name());
            staged.add(new Staged(whole, store.put(PutRequest.create(key, mediaType), content), mediaType));
        }

        private void check(ArchiveInputStream<?> archive, ArchiveEntry entry) {
            boolean plain = entry.isDirectory()
                    || switch (entry) {
                        case TarArchiveEntry tar ->
                            tar.isFile()
                                    && !tar.isLink()
                                    && !tar.isSymbolicLink()
                                    && !tar.isCharacterDevice()
                                    && !tar.isBlockDevice()
                                    && !tar.isFIFO();
                        case ZipArchiveEntry zip -> !zip.isUnixSymlink();
                        default -> false;
                    };
            if (!plain) {
                throw invalid("expected files and folders, found a link or device " + shown(entry.getName()));
            }
            if (!archive.canReadEntryData(entry)) {
                throw invalid("expected entries that can be read, found " + shown(entry.getName())
                        + " encrypted or packed in another way");
            }
        }

        private RequestPath below(RequestPath path) {
            RequestPath whole = container;
            for (String name : path.segments()) {
                whole = whole.child(name);
            }
            return whole;
        }

        private void folders(RequestPath path) {
            for (RequestPath at = path;
                    at.segments().size() > container.segments().size();
                    at = at.parent()) {
                folders.add(at);
            }
        }

        /** Makes the nodes, containers first. */
        Unpacked plant(Viewer viewer) {
            List<RequestPath> downwards = folders.stream()
                    .sorted(java.util.Comparator.comparingInt(
                            path -> path.segments().size()))
                    .toList();
            int made = 0;
            try {
                for (RequestPath folder : downwards) {
                    made += create(viewer, folder) ? 1 : 0;
                }
                for (Staged file : staged) {
                    planted++;
                    tree.commit(
                            viewer,
                            new Place(file.path(), file.object().key(), null, ground.quotas()),
                            file.object(),
                            file.mediaType());
                }
            } catch (VospaceFault e) {
                if (made + planted <= 1) {
                    throw e;
                }
                throw new VospaceFault(
                        e.kind(),
                        detail(e) + " (" + made + " folders and " + (planted - 1) + " files of the archive are kept)");
            }
            return new Unpacked(staged.size(), made, bytes);
        }

        private boolean create(Viewer viewer, RequestPath folder) {
            if (tree.find(viewer, folder).filter(node -> node.isContainer()).isPresent()) {
                return false;
            }
            tree.create(viewer, folder, NodeType.CONTAINER, NodeChange.NONE);
            return true;
        }

        /** Deletes bytes that became no node. The tree deletes those of a commit that failed. */
        void forget() {
            for (Staged file : staged.subList(planted, staged.size())) {
                try {
                    store.delete(file.object().key());
                } catch (IOException | StorageException e) {
                    log.warn(
                            "Bytes without a node stay in the store: {}",
                            file.object().key(),
                            e);
                }
            }
        }

        /** The bytes of an entry, counted against the limits. */
        private final class Content extends FilterInputStream {
            private final Counted packed;

            Content(InputStream in, Counted packed) {
                super(in);
                this.packed = packed;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                int n = reading(packed, () -> in.read(target, from, count));
                if (n > 0) {
                    bytes += n;
                    if (bytes > limits.bytes()) {
                        throw tooLarge("at most " + limits.bytes() + " bytes in all files");
                    }
                    if (bytes > HARMLESS_BYTES && bytes / limits.ratio() > packed.count) {
                        throw tooLarge("files of at most " + limits.ratio() + " times the length of the archive");
                    }
                }
                return n;
            }

            @Override
            public void close() {
                // the archive goes on
            }
        }
    }

    private static ArchiveInputStream<?> open(Form form, InputStream packed) throws IOException {
        return switch (form) {
            case TAR -> new TarArchiveInputStream(packed, "UTF-8");
            case TGZ -> new TarArchiveInputStream(new GZIPInputStream(packed, 64 * 1024), "UTF-8");
            case ZIP -> new ZipArchiveInputStream(packed, "UTF-8", true, true);
        };
    }

    private static @Nullable ArchiveEntry next(ArchiveInputStream<?> archive, Counted packed) throws IOException {
        return reading(packed, archive::getNextEntry);
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T read() throws IOException;
    }

    /** What goes wrong while an archive is read is the archive's fault, unless its bytes did not come. */
    private static <T extends @Nullable Object> T reading(Counted packed, Reading<T> step) throws IOException {
        try {
            return step.read();
        } catch (IOException | IllegalArgumentException e) {
            if (packed.broken) {
                throw e;
            }
            throw invalid("expected entries, found something else: " + shown(String.valueOf(e.getMessage())));
        }
    }

    private static RequestPath path(String name) {
        if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
            throw invalid("expected names below the container, found " + shown(name));
        }
        List<String> names = new ArrayList<>();
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..")) {
                throw invalid("expected names below the container, found " + shown(name));
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                names.add(segment);
            }
        }
        try {
            return new RequestPath(names);
        } catch (BadRequest e) {
            throw invalid(shown(name) + ": " + e.getMessage());
        }
    }

    private static String detail(VospaceFault fault) {
        String message = String.valueOf(fault.getMessage());
        return message.substring(
                Math.min(message.length(), fault.kind().faultName().length() + 1));
    }

    private static String shown(String name) {
        String text = name.length() > 200 ? name.substring(0, 200) + "..." : name;
        return "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private static VospaceFault invalid(String why) {
        return new VospaceFault(Kind.INVALID_DATA, "archive: " + why);
    }

    private static VospaceFault tooLarge(String what) {
        return new VospaceFault(Kind.REQUEST_TOO_LARGE, "archive: expected " + what + ", found more");
    }

    /** How much of the archive was read. */
    private static final class Counted extends FilterInputStream {
        private long count;
        private boolean broken;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            boolean came = false;
            try {
                int n = in.read(target, from, length);
                count += Math.max(n, 0);
                came = true;
                return n;
            } finally {
                broken |= !came;
            }
        }

        @Override
        public long skip(long most) throws IOException {
            byte[] block = new byte[64 * 1024];
            long skipped = 0;
            for (int n = in.read(block); n >= 0 && skipped < most; n = in.read(block)) {
                skipped += n;
            }
            return skipped;
        }
    }
}
