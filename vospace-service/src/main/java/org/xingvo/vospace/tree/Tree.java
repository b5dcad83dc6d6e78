package org.xingvo.vospace.tree;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.OperatorToken;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.schemas.AccessClass;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Node.Access;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/**
 * The one tree behind every door: {@code /data} is a read-only view over the collections, {@code /home/{user}} belongs
 * to users. Thread-safe. A node is there for a viewer if the viewer may see it and every node above it; whatever else
 * is answered as if there were none. Every new node belongs to the owner of its parent.
 */
public final class Tree {
    private static final Logger log = LoggerFactory.getLogger(Tree.class);

    /** Name of the read-only tree of collections. */
    public static final String DATA = "data";
    /** Name of the tree of users. */
    public static final String HOME = "home";

    private static final RequestPath ROOT = new RequestPath(List.of());
    private static final int PAGE = 500;
    private static final int MAX_LINKS = 8;

    private final DataSource database;
    private final Identities identities;
    private final Store store;
    private final NodeRows rows;
    private final CollectionRows collections;
    private final Catalogue catalogue;
    private final CollectionId home;
    private final Instant started;

    /**
     * A tree over a database and a store; makes the user area's collection in the store.
     *
     * @param authority of the archive's IVO identifiers
     */
    public Tree(DataSource database, Identities identities, Store store, String authority, InstantSource clock)
            throws IOException {
        this.database = database;
        this.identities = identities;
        this.store = store;
        this.started = clock.instant();
        long[] ids = Sql.read(database, Catalogue::home).getFirst();
        this.home = new CollectionId((int) ids[1]);
        this.rows = new NodeRows(home);
        this.catalogue = new Catalogue((int) ids[0], authority);
        this.collections = new CollectionRows(database, ROOT.child(DATA), started);
        store.createCollection(home, CollectionSettings.named("home"));
    }

    /** The viewer that a caller is at this moment. */
    public Viewer viewer(Caller caller) {
        return new Viewer(caller, identities.visibilityOf(caller));
    }

    // Looking ------------------------------------------------------------------------------------------------

    /**
     * The node at a path.
     *
     * @throws VospaceFault NodeNotFound if there is none for this viewer; LinkFound if an ancestor is a link
     */
    public Node get(Viewer viewer, RequestPath path) {
        return find(viewer, path).orElseThrow(() -> VospaceFault.notFound(path));
    }

    /** As {@link #get}, with absence as a value. */
    public Optional<Node> find(Viewer viewer, RequestPath path) {
        if (path.isRoot()) {
            return Optional.of(root());
        }
        return switch (path.segments().getFirst()) {
            case DATA -> Optional.ofNullable(collections.find(path, viewer.visibility()));
            case HOME -> {
                List<Node> chain = chain(viewer, path);
                yield chain.size() == path.segments().size() ? Optional.of(chain.getLast()) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** As {@link #get}, with links at the end of the path followed within this space. */
    public Node follow(Viewer viewer, RequestPath path, java.util.function.Function<String, RequestPath> resolver) {
        Node node = get(viewer, path);
        for (int hops = 0; node.type() == NodeType.LINK; hops++) {
            String target = node.target();
            if (hops == MAX_LINKS || target == null) {
                throw VospaceFault.invalidArgument(
                        path.plain() + ": expected at most " + MAX_LINKS + " links to a target, found more");
            }
            node = get(viewer, resolver.apply(target));
        }
        return node;
    }

    /**
     * The children that the viewer may see, in one stable order.
     *
     * @param from name of the first child wanted; "" for all
     * @param limit at most so many
     */
    public void children(Viewer viewer, Node container, String from, long limit, ChildReceiver receiver)
            throws IOException {
        if (container.path().isRoot()) {
            long left = limit;
            for (Node child : List.of(collections.rootNode(), get(viewer, ROOT.child(HOME)))) {
                if (left > 0 && child.name().compareTo(from) >= 0) {
                    receiver.accept(child);
                    left--;
                }
            }
        } else if (container.isVirtual()) {
            collections.children(container, viewer.visibility(), from, limit, receiver);
        } else {
            homeChildren(viewer, container, from, limit, receiver);
        }
    }

    private void homeChildren(Viewer viewer, Node container, String from, long limit, ChildReceiver receiver)
            throws IOException {
        String cursor = from;
        boolean inclusive = true;
        long left = limit;
        while (left > 0) {
            String start = cursor;
            boolean withStart = inclusive;
            List<Node> page =
                    Sql.read(database, connection -> rows.children(connection, container, start, withStart, PAGE));
            for (Node child : page) {
                if (left > 0 && viewer.sees(child)) {
                    receiver.accept(child);
                    left--;
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            cursor = page.getLast().name();
            inclusive = false;
        }
    }

    /** All property URIs that users have set anywhere the public can see. */
    public List<String> propertiesInUse() {
        return Sql.read(database, connection -> Sql.list(connection, """
                        select distinct k.uri from archive.node n, lateral jsonb_object_keys(n.properties) as k(uri)
                         where n.access_class = 0 order by 1 limit 1000""", row -> row.getString(1)));
    }

    // Changing -----------------------------------------------------------------------------------------------

    /** Makes a node without bytes. */
    public Node create(Viewer viewer, RequestPath path, NodeType type, NodeChange change) {
        checkUserArea(viewer, path);
        Node made = Sql.transaction(database, connection -> {
            List<Node> above = parents(connection, viewer, path);
            long id = insert(connection, viewer, above, path, type, change);
            return reread(connection, path, id);
        });
        identities.forget();
        return made;
    }

    /** Changes what a node says of itself: properties, permissions, a link's target. */
    public Node change(Viewer viewer, RequestPath path, NodeChange change) {
        Node seen = get(viewer, path);
        if (seen.isVirtual() || !viewer.writes(seen)) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        Node changed = Sql.transaction(database, connection -> {
            List<Node> chain = visible(connection, viewer, path);
            share(connection, chain.subList(0, chain.size() - 1));
            if (!rows.lock(connection, seen.id())) {
                throw VospaceFault.notFound(path);
            }
            // Read again now that nobody else writes.
            chain = visible(connection, viewer, path);
            Node node = chain.getLast();
            if (node.id() != seen.id() || !viewer.writes(node)) {
                throw VospaceFault.notFound(path);
            }
            checkFixed(viewer, node, change);
            Asked asked = asked(connection, viewer, node, change);
            if (change.target() != null && node.type() != NodeType.LINK) {
                throw VospaceFault.invalidArgument(
                        "target: expected a LinkNode, found " + node.type().xmlName());
            }
            rows.update(
                    connection,
                    node.id(),
                    asked.accessClass(),
                    asked.writeGroups(),
                    asked.properties(),
                    change.target() == null ? node.target() : change.target(),
                    change.mediaType() == null ? mediaType(node) : change.mediaType());
            if (asked.accessClass() != node.access().accessClass()) {
                expose(connection, chain);
            }
            return reread(connection, path, node.id());
        });
        identities.forget();
        return changed;
    }

    /** Deletes a node with everything below it, and what the catalogue says of it. */
    public void delete(Viewer viewer, RequestPath path) {
        Node seen = get(viewer, path);
        if (seen.isVirtual() || path.segments().size() < 3 || !mayDelete(viewer, path, seen)) {
            throw VospaceFault.denied(viewer, path.plain() + " cannot be deleted");
        }
        List<NodeRows.Leaf> gone = Sql.transaction(database, connection -> {
            List<NodeRows.Leaf> leaves = rows.lockTree(connection, seen.id());
            if (leaves.isEmpty()) {
                throw VospaceFault.notFound(path);
            }
            catalogue.forget(connection, leaves.stream().map(NodeRows.Leaf::id).toList());
            rows.delete(connection, seen.id());
            return leaves;
        });
        gone.forEach(leaf -> deleteBytes(leaf.storePath()));
    }

    private boolean mayDelete(Viewer viewer, RequestPath path, Node node) {
        return viewer.owns(node) || viewer.writes(get(viewer, path.parent()));
    }

    // Bytes --------------------------------------------------------------------------------------------------

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
        checkUserArea(viewer, path);
        return Sql.read(database, connection -> {
            List<Node> above = parents(connection, viewer, path);
            List<Node> chain = rows.chain(connection, path);
            Node existing = chain.size() == path.segments().size() ? chain.getLast() : null;
            checkReceiver(viewer, above.getLast(), path, existing);
            String name = above.get(1).name() + "/" + nonce + "/" + path.name();
            return new Place(path, new ObjectKey(home, name), existing);
        });
    }

    /**
     * Points the node at bytes that the store has made durable, and queues them for the catalogue, in one transaction.
     * If this throws, the bytes are deleted again.
     */
    public Node commit(Viewer viewer, Place place, StoredObject stored, String mediaType) {
        boolean done = false;
        try {
            Committed committed =
                    Sql.transaction(database, connection -> commit(connection, viewer, place, stored, mediaType));
            done = true;
            identities.forget();
            deleteBytes(committed.oldStorePath());
            return committed.node();
        } finally {
            if (!done) {
                deleteBytes(stored.key().name());
            }
        }
    }

    private record Committed(Node node, @Nullable String oldStorePath) {}

    private Committed commit(Connection connection, Viewer viewer, Place place, StoredObject stored, String mediaType)
            throws SQLException {
        RequestPath path = place.path();
        List<Node> above = parents(connection, viewer, path);
        List<Node> chain = rows.chain(connection, path);
        Node existing = chain.size() == path.segments().size() ? chain.getLast() : null;
        checkReceiver(viewer, above.getLast(), path, existing);
        long id = existing != null
                ? existing.id()
                : insert(connection, viewer, above, path, NodeType.DATA, NodeChange.NONE);
        if (!rows.lock(connection, id)) {
            throw VospaceFault.notFound(path);
        }
        Node node = reread(connection, path, id);
        rows.updateBytes(
                connection, id, stored.key().name(), stored.sizeBytes(), stored.md5(), stored.sha256(), mediaType);
        catalogue.forget(connection, List.of(id));
        if (stored.sizeBytes() > 0) {
            List<Node> whole = new ArrayList<>(above);
            whole.add(node);
            catalogue.queue(connection, id, stored.key().name(), path, effective(connection, whole));
        }
        NodeBytes old = node.bytes();
        return new Committed(
                reread(connection, path, id), old == null ? null : old.key().name());
    }

    private static void checkReceiver(Viewer viewer, Node parent, RequestPath path, @Nullable Node existing) {
        if (existing == null) {
            return;
        }
        if (!viewer.sees(existing) || !(viewer.writes(existing) || viewer.writes(parent))) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        if (!existing.type().holdsBytes()) {
            throw VospaceFault.invalidArgument(path.plain() + ": expected a DataNode, found "
                    + existing.type().xmlName());
        }
    }

    private void deleteBytes(@Nullable String storePath) {
        if (storePath == null) {
            return;
        }
        try {
            store.delete(new ObjectKey(home, storePath));
        } catch (IOException | RuntimeException e) {
            log.warn("Bytes without a node stay in the store: {}", storePath, e);
        }
    }

    // Permissions --------------------------------------------------------------------------------------------

    /** What a node's own columns become. */
    private record Asked(int accessClass, Set<String> writeGroups, Map<String, String> properties) {}

    private Asked asked(Connection connection, Viewer viewer, Node node, NodeChange change) throws SQLException {
        if (change.touchesPermissions()
                && !viewer.owns(node)
                && !new Permissions(node).equals(new Permissions(node, change))) {
            throw VospaceFault.denied(viewer, "permissions are changed by the owner only");
        }
        boolean isPublic = change.isPublic() == null ? node.access().isPublic() : change.isPublic();
        Set<String> readGroups = change.readGroups() == null ? node.access().readGroups() : change.readGroups();
        Set<String> writeGroups = change.writeGroups() == null ? node.writeGroups() : change.writeGroups();
        checkGroups(connection, change);
        Map<String, String> properties = new HashMap<>(node.properties());
        properties.remove(Properties.TYPE);
        change.properties().forEach((uri, value) -> {
            if (value.isPresent()) {
                properties.put(uri, value.get());
            } else {
                properties.remove(uri);
            }
        });
        if (properties.size() > NodeChange.MAX_PROPERTIES) {
            throw VospaceFault.invalidArgument("properties: expected at most " + NodeChange.MAX_PROPERTIES
                    + " on a node, found " + properties.size());
        }
        if (!readGroups.isEmpty()) {
            properties.put(Properties.GROUP_READ, String.join(" ", new TreeSet<>(readGroups)));
        }
        return new Asked(
                identities.accessClass(connection, isPublic, node.owner(), readGroups), writeGroups, properties);
    }

    private record Permissions(boolean isPublic, Set<String> readGroups, Set<String> writeGroups) {
        Permissions(Node node) {
            this(node.access().isPublic(), node.access().readGroups(), node.writeGroups());
        }

        Permissions(Node node, NodeChange change) {
            this(
                    change.isPublic() == null ? node.access().isPublic() : change.isPublic(),
                    change.readGroups() == null ? node.access().readGroups() : change.readGroups(),
                    change.writeGroups() == null ? node.writeGroups() : change.writeGroups());
        }
    }

    private void checkGroups(Connection connection, NodeChange change) throws SQLException {
        Set<String> named = new HashSet<>();
        if (change.readGroups() != null) {
            named.addAll(change.readGroups());
        }
        if (change.writeGroups() != null) {
            named.addAll(change.writeGroups());
        }
        List<String> unknown = named.isEmpty() ? List.of() : rows.unknownGroups(connection, named);
        if (!unknown.isEmpty()) {
            throw VospaceFault.invalidArgument("group: expected an existing one, found '" + unknown.getFirst() + "'");
        }
    }

    private static void checkFixed(Viewer viewer, Node node, NodeChange change) {
        NodeBytes bytes = node.bytes();
        for (var sent : change.fixed().entrySet()) {
            String now = switch (sent.getKey()) {
                case Properties.LENGTH -> bytes == null ? "0" : Long.toString(bytes.size());
                case Properties.MD5 -> bytes == null ? "" : bytes.md5Hex();
                case Properties.CREATOR -> node.owner();
                default -> null;
            };
            if (now != null && !sent.getValue().isEmpty() && !sent.getValue().equals(now)) {
                throw VospaceFault.denied(viewer, sent.getKey() + " is read-only");
            }
        }
    }

    /**
     * The class under which the catalogue shows a file: the viewer must be allowed at every step down to it. With the
     * owner the same all the way, that is the groups common to all private steps.
     */
    private int effective(Connection connection, List<Node> chain) throws SQLException {
        List<Integer> classes = chain.stream()
                .map(node -> node.access().accessClass())
                .filter(id -> id != AccessClass.PUBLIC)
                .distinct()
                .toList();
        return effective(connection, chain.getLast().owner(), classes);
    }

    private int effective(Connection connection, String owner, List<Integer> classes) throws SQLException {
        List<Integer> distinct = classes.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return AccessClass.PUBLIC;
        }
        if (distinct.size() == 1) {
            return distinct.getFirst();
        }
        Set<String> groups = null;
        for (int id : distinct) {
            Set<String> readers = rows.readGroups(connection, id);
            if (groups == null) {
                groups = new HashSet<>(readers);
            } else {
                groups.retainAll(readers);
            }
        }
        return identities.accessClass(connection, false, owner, groups == null ? Set.of() : groups);
    }

    /** Tells the catalogue who may see the files at and below a node whose permissions changed. */
    private void expose(Connection connection, List<Node> chain) throws SQLException {
        Node top = chain.getLast();
        List<Integer> above = new ArrayList<>();
        for (Node node : rows.chain(connection, top.path())) {
            if (node.access().accessClass() != AccessClass.PUBLIC) {
                above.add(node.access().accessClass());
            }
        }
        Map<List<Integer>, List<Long>> byClasses = new HashMap<>();
        for (NodeRows.Exposed file : rows.exposed(connection, top.id())) {
            byClasses.computeIfAbsent(file.classes(), key -> new ArrayList<>()).add(file.id());
        }
        for (var entry : byClasses.entrySet()) {
            List<Integer> classes = new ArrayList<>(above);
            classes.addAll(entry.getKey());
            catalogue.expose(connection, entry.getValue(), effective(connection, top.owner(), classes));
        }
    }

    // Steps --------------------------------------------------------------------------------------------------

    private Node root() {
        return new Node(
                Node.VIRTUAL,
                ROOT,
                NodeType.CONTAINER,
                OperatorToken.OPERATOR,
                Access.PUBLIC,
                Set.of(),
                Map.of(),
                null,
                null,
                started,
                started,
                null);
    }

    /** The nodes along a path as far as the viewer may see; makes the viewer's own home at its first sight. */
    private List<Node> chain(Viewer viewer, RequestPath path) {
        return Sql.read(database, connection -> {
            ensureHome(connection, viewer, path, false);
            return cut(viewer, rows.chain(connection, path), path);
        });
    }

    /** As {@link #chain}, but the whole path must be there. */
    private List<Node> visible(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        List<Node> chain = cut(viewer, rows.chain(connection, path), path);
        if (chain.size() < path.segments().size()) {
            throw VospaceFault.notFound(path);
        }
        return chain;
    }

    private static List<Node> cut(Viewer viewer, List<Node> chain, RequestPath path) {
        for (int i = 0; i < chain.size(); i++) {
            Node node = chain.get(i);
            if (!viewer.sees(node)) {
                return chain.subList(0, i);
            }
            if (node.type() == NodeType.LINK && i < path.segments().size() - 1) {
                throw new VospaceFault(Kind.LINK_FOUND, node.path().plain());
            }
        }
        return chain;
    }

    /** Refuses what can never be made or written: everything that is not below the home of a user. */
    private void checkUserArea(Viewer viewer, RequestPath path) {
        if (path.segments().size() < 3 || !path.segments().getFirst().equals(HOME)) {
            if (path.isRoot() || find(viewer, path.parent()).isEmpty()) {
                throw VospaceFault.containerNotFound(path.parent());
            }
            throw VospaceFault.denied(viewer, path.plain() + " is not writable: the user area is /" + HOME + "/USER");
        }
    }

    /** The ancestors of a node to be made or written, shared so that they stay as they are until the end. */
    private List<Node> parents(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        ensureHome(connection, viewer, path, true);
        RequestPath above = path.parent();
        List<Node> chain = cut(viewer, rows.chain(connection, above), path);
        if (chain.size() < above.segments().size()) {
            if (viewer.isAnonymous()) {
                throw VospaceFault.denied(viewer, "writing needs a token");
            }
            throw VospaceFault.containerNotFound(above);
        }
        Node parent = chain.getLast();
        if (!parent.isContainer()) {
            throw VospaceFault.containerNotFound(above);
        }
        if (!viewer.writes(parent)) {
            throw VospaceFault.denied(viewer, above.plain() + " is not writable");
        }
        share(connection, chain);
        // What was read before the share may have been changed by whoever had the rows; now it stays.
        List<Node> now = cut(viewer, rows.chain(connection, above), path);
        if (now.size() < chain.size() || now.getLast().id() != parent.id() || !viewer.writes(now.getLast())) {
            throw VospaceFault.containerNotFound(above);
        }
        return now;
    }

    private void share(Connection connection, List<Node> chain) throws SQLException {
        // The first node, /home, never changes, and everybody would queue at it.
        rows.share(connection, chain.stream().skip(1).map(Node::id).toList());
    }

    private void ensureHome(Connection connection, Viewer viewer, RequestPath path, boolean writing)
            throws SQLException {
        if (path.segments().size() < 2) {
            return;
        }
        String user = path.segments().get(1);
        if (!user.equals(viewer.caller().user()) && !(writing && viewer.caller().operator())) {
            return;
        }
        List<Node> chain =
                rows.chain(connection, new RequestPath(path.segments().subList(0, 2)));
        if (chain.size() == 1) {
            rows.insertHome(connection, chain.getFirst().id(), user);
        }
    }

    private long insert(
            Connection connection, Viewer viewer, List<Node> above, RequestPath path, NodeType type, NodeChange change)
            throws SQLException {
        Node parent = above.getLast();
        boolean isPublic = change.isPublic() == null ? parent.access().isPublic() : change.isPublic();
        Set<String> readGroups = change.readGroups() == null ? parent.access().readGroups() : change.readGroups();
        Set<String> writeGroups = change.writeGroups() == null ? parent.writeGroups() : change.writeGroups();
        if (change.touchesPermissions() && !viewer.owns(parent)) {
            throw VospaceFault.denied(viewer, "permissions are set by the owner only");
        }
        checkGroups(connection, change);
        Map<String, String> properties = new HashMap<>();
        change.properties().forEach((uri, value) -> value.ifPresent(text -> properties.put(uri, text)));
        if (!readGroups.isEmpty()) {
            properties.put(Properties.GROUP_READ, String.join(" ", new TreeSet<>(readGroups)));
        }
        Long id = rows.insert(
                connection,
                parent,
                path.name(),
                type,
                identities.accessClass(connection, isPublic, parent.owner(), readGroups),
                writeGroups,
                properties,
                change.target(),
                change.mediaType());
        if (id == null) {
            throw new VospaceFault(Kind.DUPLICATE_NODE, path.plain());
        }
        return id;
    }

    private Node reread(Connection connection, RequestPath path, long id) throws SQLException {
        List<Node> chain = rows.chain(connection, path);
        if (chain.size() < path.segments().size() || chain.getLast().id() != id) {
            throw VospaceFault.notFound(path);
        }
        return chain.getLast();
    }

    private static @Nullable String mediaType(Node node) {
        return node.properties().get(Properties.TYPE);
    }
}
