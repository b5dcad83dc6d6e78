package org.xingvo.vospace;

import java.io.IOException;
import java.io.InputStream;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Intake;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.Pathfinder;
import org.xingvo.vospace.tree.Tree;

/** Files of the space for other services of the same server, by node URI, with the rights of a caller. Thread-safe. */
public final class SpaceFiles {
    private final Tree tree;
    private final NodeUri uris;
    private final Pathfinder paths;
    private final Negotiator negotiator;
    private final Intake intake;
    private final Store store;

    SpaceFiles(Tree tree, NodeUri uris, Pathfinder paths, Negotiator negotiator, Intake intake, Store store) {
        this.tree = tree;
        this.uris = uris;
        this.paths = paths;
        this.negotiator = negotiator;
        this.intake = intake;
        this.store = store;
    }

    /** Does something with the bytes of a file. */
    @FunctionalInterface
    public interface Use<T> {
        T of(InputStream bytes) throws IOException;
    }

    /**
     * Reads the bytes of a node, behind links.
     *
     * @throws VospaceFault InvalidURI, NodeNotFound, PermissionDenied, and what else the standard has for it
     */
    public <T> T read(Caller caller, String uri, Use<T> use) throws IOException {
        Viewer viewer = tree.viewer(caller);
        Node node = paths.reach(viewer, uris.path(uri));
        tree.checkBytes(viewer, node);
        if (!node.type().holdsBytes()) {
            throw VospaceFault.invalidArgument(node.path().plain() + ": expected a DataNode, found "
                    + node.type().xmlName());
        }
        NodeBytes bytes = node.bytes();
        if (bytes == null) {
            return use.of(InputStream.nullInputStream());
        }
        try (ObjectReader reader = store.open(bytes.key()).orElseThrow(() -> VospaceFault.notFound(node.path()))) {
            if (!bytes.cover(reader.object())) {
                throw VospaceFault.notFound(node.path());
            }
            try (InputStream in = reader.stream(new ByteRange(0, reader.object().sizeBytes()))) {
                return use.of(in);
            }
        }
    }

    /** Where something is written, before it is. Immutable. */
    public record Destination(Viewer viewer, Tree.Place place) {
        /** The path of its bytes below the server's address, percent-encoded. */
        public String path() {
            return "/files" + place.path().encoded();
        }
    }

    /**
     * The place that a URI names: a container is one for a file of some name in it.
     *
     * @throws VospaceFault if the caller may not write there
     */
    public Destination destination(Caller caller, String uri, String fileName) {
        Viewer viewer = tree.viewer(caller);
        if (viewer.isAnonymous()) {
            throw new VospaceFault(Kind.NOT_AUTHENTICATED, "writing needs a user");
        }
        RequestPath path = uris.path(uri);
        boolean isFolder = path.isRoot()
                || uri.strip().endsWith("/")
                || tree.find(viewer, path).filter(Node::isContainer).isPresent();
        return new Destination(viewer, negotiator.place(viewer, isFolder ? path.child(fileName) : path));
    }

    /** Reads bytes to their end and makes them the file; if this throws nothing has changed. */
    public void write(Destination destination, String mediaType, InputStream body) throws IOException {
        intake.take(
                destination.viewer(),
                destination.place(),
                body,
                new Intake.Announced(-1, mediaType, Intake.Announced.ANY),
                true);
    }
}
