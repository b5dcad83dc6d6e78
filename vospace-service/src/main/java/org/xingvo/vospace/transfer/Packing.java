package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.Views.Form;
import org.xingvo.vospace.tree.Tree;

/**
 * Packs nodes and all below them that the viewer may read into one stream. Links whose target is in the archive become
 * relative symbolic links, others are left out. Memory does not grow with what is packed. Thread-safe.
 */
public final class Packing {
    private static final int BLOCK_BYTES = 256 * 1024;
    private static final int FILE_MODE = 0100644;
    private static final int FOLDER_MODE = 040755;
    private static final int LINK_MODE = 0120777;

    private final Tree tree;
    private final Store store;
    private final NodeUri uris;

    public Packing(Tree tree, Store store, NodeUri uris) {
        this.tree = tree;
        this.store = store;
        this.uris = uris;
    }

    /** Packs nodes, each under its own name; the stream is left open. */
    public void pack(Viewer viewer, List<Node> nodes, Form form, OutputStream out) throws IOException {
        // Closing either would close the client's stream, too.
        Archive archive = form == Form.ZIP ? new Zip(out) : new Tar(out);
        new Run(viewer, nodes, archive).pack();
        archive.finish();
    }

    /** A node at the top of the archive. */
    private record Top(Node node, String name) {}

    /** One archive. One thread. */
    private final class Run {
        private final Viewer viewer;
        private final Archive archive;
        private final List<Top> tops = new ArrayList<>();
        private final Map<String, Boolean> given = new HashMap<>();

        Run(Viewer viewer, List<Node> nodes, Archive archive) {
            this.viewer = viewer;
            this.archive = archive;
            Set<String> names = new HashSet<>();
            for (Node node : nodes) {
                String plain = node.path().isRoot() ? "space" : node.name();
                String name = plain;
                for (int n = 2; !names.add(name); n++) {
                    name = n + "-" + plain;
                }
                tops.add(new Top(node, name));
            }
        }

        void pack() throws IOException {
            for (Top top : tops) {
                add(top.node(), top.name());
            }
        }

        private void add(Node node, String name) throws IOException {
            switch (node.type()) {
                case CONTAINER -> {
                    archive.folder(name, node.modified());
                    tree.children(viewer, node, "", Long.MAX_VALUE, child -> add(child, name + "/" + child.name()));
                }
                case LINK -> {
                    String inside = inside(node);
                    if (inside != null) {
                        archive.link(name, relative(name, inside), node.modified());
                    }
                }
                case NODE -> {}
                case DATA, UNSTRUCTURED_DATA, STRUCTURED_DATA -> file(node, name);
            }
        }

        private void file(Node node, String name) throws IOException {
            NodeBytes bytes = node.bytes();
            if (bytes == null) {
                archive.file(name, node.modified(), 0, null);
                return;
            }
            String collection = node.collection();
            if (collection != null && !given.computeIfAbsent(collection, c -> tree.givesBytes(viewer, node))) {
                return; // its bytes are for others
            }
            Optional<ObjectReader> found = store.open(bytes.key());
            if (found.isEmpty()) {
                return; // replaced or deleted since it was listed
            }
            try (ObjectReader reader = found.get()) {
                if (!bytes.cover(reader.object())) {
                    return; // what took its place is for others
                }
                long size = reader.object().sizeBytes();
                try (InputStream in = reader.stream(new ByteRange(0, size))) {
                    archive.file(name, node.modified(), size, in);
                }
            }
        }

        /** The name within the archive of what a link leads to; null: it leads outside. */
        private @Nullable String inside(Node link) {
            String target = link.target();
            if (target == null) {
                return null;
            }
            RequestPath path;
            try {
                path = uris.path(target);
            } catch (VospaceFault e) {
                return null;
            }
            for (Top top : tops) {
                if (path.startsWith(top.node().path())
                        && (top.node().type() == NodeType.CONTAINER
                                || path.equals(top.node().path()))) {
                    RequestPath rest = path.from(top.node().path().segments().size());
                    return rest.isRoot() ? top.name() : top.name() + rest.plain();
                }
            }
            return null;
        }
    }

    /** The way from the folder of one name to another name. */
    static String relative(String from, String to) {
        String[] start = from.split("/", -1);
        String[] end = to.split("/", -1);
        int common = 0;
        while (common < start.length - 1 && common < end.length - 1 && start[common].equals(end[common])) {
            common++;
        }
        StringBuilder way = new StringBuilder("../".repeat(start.length - 1 - common));
        for (int i = common; i < end.length; i++) {
            way.append(i > common ? "/" : "").append(end[i]);
        }
        return way.toString();
    }

    /** What both forms can do. */
    private interface Archive {
        void folder(String name, Instant modified) throws IOException;

        void link(String name, String target, Instant modified) throws IOException;

        /** @param content of that length; null: none */
        void file(String name, Instant modified, long size, @Nullable InputStream content) throws IOException;

        void finish() throws IOException;
    }

    private static void copy(@Nullable InputStream content, ArchiveOutputStream<?> out) throws IOException {
        if (content == null) {
            return;
        }
        byte[] block = new byte[BLOCK_BYTES];
        for (int n = content.read(block); n >= 0; n = content.read(block)) {
            out.write(block, 0, n);
        }
    }

    private static final class Tar implements Archive {
        private final TarArchiveOutputStream out;

        Tar(OutputStream stream) {
            out = new TarArchiveOutputStream(stream, 512, StandardCharsets.UTF_8.name());
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            out.setAddPaxHeadersForNonAsciiNames(true);
        }

        @Override
        public void folder(String name, Instant modified) throws IOException {
            put(new TarArchiveEntry(name + "/"), FOLDER_MODE, modified, 0);
            out.closeArchiveEntry();
        }

        @Override
        public void link(String name, String target, Instant modified) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(target);
            put(entry, LINK_MODE, modified, 0);
            out.closeArchiveEntry();
        }

        @Override
        public void file(String name, Instant modified, long size, @Nullable InputStream content) throws IOException {
            put(new TarArchiveEntry(name), FILE_MODE, modified, size);
            copy(content, out);
            out.closeArchiveEntry();
        }

        private void put(TarArchiveEntry entry, int mode, Instant modified, long size) throws IOException {
            entry.setMode(mode);
            entry.setSize(size);
            entry.setLastModifiedTime(FileTime.from(modified.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
            out.putArchiveEntry(entry);
        }

        @Override
        public void finish() throws IOException {
            out.finish();
            out.flush();
        }
    }

    private static final class Zip implements Archive {
        private final ZipArchiveOutputStream out;

        Zip(OutputStream stream) {
            out = new ZipArchiveOutputStream(stream);
            out.setUseZip64(Zip64Mode.AsNeeded);
            out.setLevel(Deflater.BEST_SPEED);
            out.setEncoding(StandardCharsets.UTF_8.name());
        }

        @Override
        public void folder(String name, Instant modified) throws IOException {
            put(name + "/", FOLDER_MODE, modified, 0);
            out.closeArchiveEntry();
        }

        @Override
        public void link(String name, String target, Instant modified) throws IOException {
            byte[] text = target.getBytes(StandardCharsets.UTF_8);
            put(name, LINK_MODE, modified, text.length);
            out.write(text);
            out.closeArchiveEntry();
        }

        @Override
        public void file(String name, Instant modified, long size, @Nullable InputStream content) throws IOException {
            put(name, FILE_MODE, modified, size);
            copy(content, out);
            out.closeArchiveEntry();
        }

        private void put(String name, int mode, Instant modified, long size) throws IOException {
            ZipArchiveEntry entry = new ZipArchiveEntry(name);
            entry.setUnixMode(mode);
            entry.setSize(size);
            entry.setTime(FileTime.from(modified));
            out.putArchiveEntry(entry);
        }

        @Override
        public void finish() throws IOException {
            out.finish();
            out.flush();
        }
    }
}
