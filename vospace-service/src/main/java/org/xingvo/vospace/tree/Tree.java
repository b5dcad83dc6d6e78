package org.xingvo.vospace.tree;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/**
 * The one tree behind every door: {@code /data} is a read-only view over the collections, {@code /home/{user}} belongs
 * to users. Thread-safe. A node is there for a viewer if the viewer may see it and every node above it; whatever else
 * is answered as if there were none. Every new node belongs to the owner of its parent.
 */
public final class Tree implements AutoCloseable {
    /** Name of the read-only tree of collections. */
    public static final String DATA = "data";
    /** Name of the tree of users. */
    public static final String HOME = "home";
    /** Start of a first name that leads to a node of the user area by its number, wherever it is by now. */
    public static final String BY_NODE = "node:";
    /** Name of what swallows everything, in every container. */
    public static final String NULL = ".null";
    /** A name that asks for a fresh one. */
    public static final String AUTO = ".auto";

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Ground ground;
    private final Looking looking;
    private final Sorting sorting;
    private final Editing editing;
    private final Removal removal;
    private final Uploads uploads;
    private final Versions versions;
    private final Moving moving;
    private final Copying copying;
    private final TrashBin trash;
    private final RecursiveChange recursive;
    private final Finding finding;
    private final Feed feed;
    private final Housekeeping housekeeping;

    /**
     * A tree over a database and a store; makes the user area's collection in the store.
     *
     * @param authority of the archive's IVO identifiers
     */
    public Tree(
            DataSource database,
            Identities identities,
            Store store,
            String authority,
            SpaceLimits limits,
            InstantSource clock)
            throws IOException {
        long[] ids = Sql.read(database, Catalogue::home).getFirst();
        CollectionId home = new CollectionId((int) ids[1]);
        Instant started = clock.instant();
        NodeRows rows = new NodeRows(home);
        ground = new Ground(
                database,
                identities,
                store,
                rows,
                new CollectionRows(database, Ground.ROOT.child(DATA), started),
                new Catalogue((int) ids[0], authority),
                home,
                Sql.read(database, connection -> Roots.of(connection, rows)),
                new Quotas(limits),
                ConcurrentHashMap.newKeySet(),
                started);
        Steps steps = new Steps(ground);
        Exposure exposure = new Exposure(ground);
        Relocation relocation = new Relocation(ground, exposure);
        Purge purge = new Purge(ground);
        looking = new Looking(ground, steps);
        sorting = new Sorting(ground, looking);
        editing = new Editing(ground, steps, looking, exposure);
        versions = new Versions(ground);
        uploads = new Uploads(ground, steps, looking, editing, exposure, versions);
        moving = new Moving(ground, steps, looking, relocation);
        removal = new Removal(ground, steps, looking, relocation, purge);
        copying = new Copying(ground, looking, exposure, relocation, moving, Tree::nonce);
        trash = new TrashBin(ground, steps, exposure, relocation);
        recursive = new RecursiveChange(looking, editing);
        finding = new Finding(ground, steps);
        feed = new Feed(ground);
        housekeeping = new Housekeeping(ground, trash, purge, clock, Sql.read(database, Quotas::lastPromise));
        store.createCollection(home, CollectionSettings.named("home"));
    }

    private static String nonce() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Begins to work in the background, until {@link #close}. */
    public void start() {
        housekeeping.start(INTERVAL);
    }

    /** One round of what is done in the background, now. */
    public void keepHouse() {
        housekeeping.once();
    }

    /** Ends the work in the background; database and store belong to others. */
    @Override
    public void close() {
        housekeeping.close();
    }

    /** What the user area may use. */
    public SpaceLimits limits() {
        return ground.quotas().limits();
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

    /** As {@link #get}, for a node to be changed: ContainerNotFound where not even its container is there. */
    public Node own(Viewer viewer, RequestPath path) {
        return looking.own(viewer, path);
    }

    /** As {@link #get}, with absence as a value. */
    public Optional<Node> find(Viewer viewer, RequestPath path) {
        return looking.find(viewer, path);
    }

    /** As {@link #get}, with links on the way and at the end followed within this space. */
    public Node follow(Viewer viewer, RequestPath path, Function<String, RequestPath> resolver) {
        return looking.follow(viewer, path, resolver);
    }

    /** Where a path leads when the links on it and at its end are followed; what is not there yet keeps its name. */
    public RequestPath through(Viewer viewer, RequestPath path, Function<String, RequestPath> resolver) {
        return looking.through(viewer, path, resolver);
    }

    /** A container of the viewer's own with what is in it; any other node as it is. */
    public Node holding(Viewer viewer, Node node) {
        return looking.holding(viewer, node);
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

    /** As {@link #children}, ordered by the values of a property and, where these are equal, by name. */
    public void sortedChildren(
            Viewer viewer,
            Node container,
            String property,
            boolean descending,
            String from,
            long limit,
            ChildReceiver receiver)
            throws IOException {
        sorting.children(viewer, container, property, descending, from, limit, receiver);
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

    /** Changes a node and everything below that the viewer may write. */
    public Outcome changeAll(Viewer viewer, RequestPath path, NodeChange change, Progress progress) {
        return recursive.change(viewer, path, change, progress);
    }

    /** Deletes a node with everything below it, and what the catalogue says of it; into the trash, if there is one. */
    public void delete(Viewer viewer, RequestPath path) {
        if (!path.name().equals(NULL)) {
            removal.delete(viewer, path);
        }
    }

    /** As {@link #delete}, but what may not be deleted keeps only itself and the containers it is in. */
    public Outcome deleteAll(Viewer viewer, RequestPath path, Progress progress) {
        return removal.deleteAll(viewer, path, progress);
    }

    /**
     * Moves a node with everything below it, in a moment. Into a container that is there it goes under its own name; to
     * ".null" it is deleted.
     *
     * @return the node in its new place; null: deleted
     * @throws VospaceFault NodeNotFound, DuplicateNode, InvalidURI for a place below itself, PermissionDenied,
     *     QuotaExceeded
     */
    public @Nullable Node move(Viewer viewer, RequestPath from, RequestPath to) {
        if (to.name().equals(NULL)) {
            delete(viewer, from);
            return null;
        }
        return moving.move(viewer, from, named(to));
    }

    /**
     * Copies a node with everything below it that the viewer sees, also out of a collection.
     *
     * @return the node in its place; null: it was copied to ".null"
     * @throws java.util.concurrent.CancellationException if the progress said stop; nothing is left then
     * @throws VospaceFault as {@link #move}
     */
    public @Nullable Node copy(Viewer viewer, RequestPath from, RequestPath to, Progress progress) {
        if (to.name().equals(NULL)) {
            get(viewer, from);
            return null;
        }
        return copying.copy(viewer, from, named(to), progress);
    }

    /**
     * Where this viewer has moved or copied a node to since a moment, if it is still there: for those who have to do it again
     * and do not know whether it was done.
     *
     * @param to as in {@link #move} and {@link #copy}: the place, or the container that it went into
     */
    public Optional<Node> placedBefore(Viewer viewer, RequestPath from, RequestPath to, Instant since) {
        return feed.placed(viewer, from, List.of(to, to.child(from.name())), since)
                .flatMap(path -> find(viewer, path));
    }

    /** The path with a fresh name in place of ".auto". */
    public static RequestPath named(RequestPath path) {
        return path.name().equals(AUTO) ? path.parent().child(nonce()) : path;
    }

    /**
     * What is in the trash. Immutable.
     *
     * @param id to bring it back by
     * @param path where it was
     * @param until when it goes for good
     * @param by who deleted it; null: nobody with a name
     */
    public record Deleted(
            long id,
            String path,
            String type,
            String owner,
            long bytes,
            long files,
            Instant deleted,
            Instant until,
            @Nullable String by) {}

    /** What the viewer can bring back, the last deleted first. */
    public List<Deleted> trash(Viewer viewer, int limit) {
        return trash.list(viewer, limit);
    }

    /**
     * Brings a node back out of the trash.
     *
     * @param to null: where it was
     */
    public Node restore(Viewer viewer, long id, @Nullable RequestPath to) {
        return trash.restore(viewer, id, to);
    }

    /** Removes something from the trash for good. */
    public void purge(Viewer viewer, long id) {
        trash.purge(viewer, id);
    }

    /** The old versions of a file, newest first. */
    public List<Version> versions(Node file) {
        return versions.of(file);
    }

    /** One old version of a file. Immutable. */
    public record Version(int number, long sizeBytes, Instant written) {}

    /** The bytes of an old version. */
    public Optional<NodeBytes> version(Node file, int number) {
        return versions.bytes(file, number);
    }

    /**
     * A file that can be asked by TAP. Immutable.
     *
     * @param path of the file below the home of all users, without a slash before
     */
    public record Table(int number, String path) {}

    /** Files that are tables and that the viewer may read, in the order of their paths, at most so many. */
    public List<Table> tables(Viewer viewer, int limit) {
        return Sql.read(
                ground.database(),
                connection -> TableListing.of(
                        connection, viewer, ground.roots().home().id(), limit));
    }

    /** Nodes at and below a container for which a question holds; true: there are more than that. */
    public boolean search(Viewer viewer, Search search, ChildReceiver receiver) throws IOException {
        return finding.search(viewer, search, receiver);
    }

    /**
     * What happened to nodes since a token.
     *
     * @param since "": from the first; a token of an earlier answer
     * @throws VospaceFault InvalidToken
     */
    public Changes changes(Viewer viewer, String since, int limit) {
        return feed.since(viewer, since, limit);
    }

    /**
     * Where bytes for a node may be written, if they may.
     *
     * @param key a name in the store that nothing has yet
     * @param existing the node as it is now; null: it will be made
     * @param quotas the limits that the bytes come under, by container
     */
    public record Place(
            RequestPath path, ObjectKey key, @Nullable Node existing, NavigableMap<Long, Long> quotas) {
        /** A place for which no room is taken before the bytes are there. */
        public Place(RequestPath path, ObjectKey key, @Nullable Node existing) {
            this(path, key, existing, new TreeMap<>());
        }
    }

    /**
     * Checks that the viewer may write bytes at a path, before any are read.
     *
     * @param nonce text that makes the store name new
     */
    public Place place(Viewer viewer, RequestPath path, String nonce) {
        return uploads.place(viewer, path, nonce);
    }

    /** Room for the bytes of a place under the quotas above it; none is taken before it is needed. */
    public Room room(Place place) {
        return uploads.room(place);
    }

    /** As {@link #commit(Viewer, Place, Room, StoredObject, String)}, for bytes to which no room was promised before. */
    public Node commit(Viewer viewer, Place place, StoredObject stored, String mediaType) {
        try (Room room = room(place)) {
            return commit(viewer, place, room, stored, mediaType);
        }
    }

    /**
     * Points the node at bytes that the store has made durable, and queues them for the catalogue, in one transaction.
     * If this throws, the bytes are deleted again.
     */
    public Node commit(Viewer viewer, Place place, Room room, StoredObject stored, String mediaType) {
        return uploads.commit(viewer, place, room, stored, mediaType);
    }
}
