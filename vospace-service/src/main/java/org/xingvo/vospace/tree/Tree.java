package org.xingvo.vospace.tree;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/**
 * The one tree behind every door: {@code /data} is a read-only view over the collections, {@code /home/{user}} belongs
 * to users. Thread-safe. A node is there for a viewer if the viewer may see it and every node above it; whatever else
 * is answered as if there were none. Every new node belongs to the owner of its parent.
 */
public final class Tree {
    /** Name of the read-only tree of collections. */
    public static final String DATA = "data";
    /** Name of the tree of users. */
    public static final String HOME = "home";

    private final Ground ground;
    private final Looking looking;
    private final Editing editing;
    private final Removal removal;
    private final Uploads uploads;

    /**
     * A tree over a database and a store; makes the user area's collection in the store.
     *
     * @param authority of the archive's IVO identifiers
     */
    public Tree(DataSource database, Identities identities, Store store, String authority, InstantSource clock)
            throws IOException {
        long[] ids = Sql.read(database, Catalogue::home).getFirst();
        CollectionId home = new CollectionId((int) ids[1]);
        Instant started = clock.instant();
        ground = new Ground(
                database,
                identities,
                store,
                new NodeRows(home),
                new CollectionRows(database, Ground.ROOT.child(DATA), started),
                new Catalogue((int) ids[0], authority),
                home,
                started);
        Steps steps = new Steps(ground);
        Exposure exposure = new Exposure(ground);
        looking = new Looking(ground, steps);
        editing = new Editing(ground, steps, looking, exposure);
        removal = new Removal(ground, looking);
        uploads = new Uploads(ground, steps, looking, editing, exposure);
        store.createCollection(home, CollectionSettings.named("home"));
    }

    /** The viewer that a caller is at this moment. */
    public Viewer viewer(Caller caller) {
        return new Viewer(caller, ground.identities().visibilityOf(caller));
    }

    /**
     * The node at a path.
     *
     * @throws VospaceFault NodeNotFound if there is none for this viewer; LinkFound if an ancestor is a link
     */
    public Node get(Viewer viewer, RequestPath path) {
        return looking.get(viewer, path);
    }

    /** As {@link #get}, with absence as a value. */
    public Optional<Node> find(Viewer viewer, RequestPath path) {
        return looking.find(viewer, path);
    }

    /** As {@link #get}, with links at the end of the path followed within this space. */
    public Node follow(Viewer viewer, RequestPath path, Function<String, RequestPath> resolver) {
        return looking.follow(viewer, path, resolver);
    }

    /**
     * The children that the viewer may see, in one stable order.
     *
     * @param from name of the first child wanted; "" for all
     * @param limit at most so many
     */
    public void children(Viewer viewer, Node container, String from, long limit, ChildReceiver receiver)
            throws IOException {
        looking.children(viewer, container, from, limit, receiver);
    }

    /**
     * Checks that the viewer, who sees a node, also gets its bytes: of a collection, some may get them only. Whoever
     * opens, packs or copies the bytes of a node asks before.
     *
     * @throws VospaceFault NotAuthenticated, PermissionDenied
     */
    public void checkBytes(Viewer viewer, Node node) {
        looking.checkBytes(viewer, node);
    }

    /** As {@link #checkBytes}, with the refusal as a value; the same for all nodes of a collection. */
    public boolean givesBytes(Viewer viewer, Node node) {
        return looking.givesBytes(viewer, node);
    }

    /** All property URIs that users have set anywhere the public can see. */
    public List<String> propertiesInUse() {
        return looking.propertiesInUse();
    }

    /** Makes a node without bytes. */
    public Node create(Viewer viewer, RequestPath path, NodeType type, NodeChange change) {
        return editing.create(viewer, path, type, change);
    }

    /** Changes what a node says of itself: properties, permissions, a link's target. */
    public Node change(Viewer viewer, RequestPath path, NodeChange change) {
        return editing.change(viewer, path, change);
    }

    /** Deletes a node with everything below it, and what the catalogue says of it. */
    public void delete(Viewer viewer, RequestPath path) {
        removal.delete(viewer, path);
    }

    /**
     * Where bytes for a node may be written, if they may.
     *
     * @param key a name in the store that nothing has yet
     * @param existing the node as it is now; null: it will be made
     */
    public record Place(
            RequestPath path, ObjectKey key, @Nullable Node existing) {}

    /**
     * Checks that the viewer may write bytes at a path, before any are read.
     *
     * @param nonce text that makes the store name new
     */
    public Place place(Viewer viewer, RequestPath path, String nonce) {
        return uploads.place(viewer, path, nonce);
    }

    /**
     * Points the node at bytes that the store has made durable, and queues them for the catalogue, in one transaction.
     * If this throws, the bytes are deleted again.
     */
    public Node commit(Viewer viewer, Place place, StoredObject stored, String mediaType) {
        return uploads.commit(viewer, place, stored, mediaType);
    }
}
