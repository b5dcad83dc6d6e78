package org.xingvo.vospace.tree;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.OperatorToken;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Node.Access;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.tree.Sql.Ints;

/**
 * The collections as nodes: {@code /data/{collection}/{directories}/{file}}. A directory is there if a file that the
 * viewer may see is in it, so nothing is told of the others.
 */
final class CollectionRows {
    /** The user area is a collection, too, but has a tree of its own. */
    private static final String HOME = "home";

    private static final int PAGE = 500;

    private final DataSource database;
    private final RequestPath root;
    private final Instant started;

    CollectionRows(DataSource database, RequestPath root, Instant started) {
        this.database = database;
        this.root = root;
        this.started = started;
    }

    private record Collection(
            int id,
            String name,
            CollectionId store,
            String title,
            int accessClass,
            @Nullable Integer storeClass,
            Instant created) {

        /** True: files open one by one, so new bytes under an open path may not be open themselves. */
        boolean isGuarded(Visibility visibility) {
            return storeClass != null && !visibility.sees(storeClass);
        }
    }

    private record Dataset(
            String path, long size, String mediaType, int accessClass, Instant catalogued, byte @Nullable [] sha256) {}

    /** The container of all collections. */
    Node rootNode() {
        return container(root, Access.PUBLIC, started, Map.of(), null);
    }

    /** The node at a path below {@link #rootNode}, or null if there is none for this viewer. */
    @Nullable
    Node find(RequestPath path, Visibility visibility) {
        if (path.equals(root)) {
            return rootNode();
        }
        return Sql.read(database, connection -> {
            Collection collection = collection(connection, path.segments().get(1), visibility);
            if (collection == null) {
                return null;
            }
            if (path.segments().size() == 2) {
                return node(collection);
            }
            String name = String.join("/", path.from(2).segments());
            List<Dataset> file = datasets(connection, collection, visibility, name, name + "\u0001", 1);
            if (!file.isEmpty() && file.getFirst().path().equals(name)) {
                return node(collection, path, file.getFirst());
            }
            List<Dataset> below = datasets(connection, collection, visibility, name + "/", name + "0", 1);
            return below.isEmpty()
                    ? null
                    : container(path, access(collection), collection.created(), Map.of(), collection.name());
        });
    }

    /** Children in byte order, page by page; no connection is held while the receiver works. */
    void children(Node parent, Visibility visibility, String from, long limit, ChildReceiver receiver)
            throws IOException {
        if (parent.path().equals(root)) {
            List<Collection> all = Sql.read(database, connection -> collections(connection, visibility));
            long left = limit;
            for (Collection collection : all) {
                if (left > 0 && collection.name().compareTo(from) >= 0) {
                    receiver.accept(node(collection));
                    left--;
                }
            }
            return;
        }
        Collection collection = Sql.read(
                database,
                connection -> collection(connection, parent.path().segments().get(1), visibility));
        if (collection != null) {
            files(parent, collection, visibility, from, limit, receiver);
        }
    }

    /** A directory costs one jump behind its last file, however many are in it. */
    private void files(
            Node parent, Collection collection, Visibility visibility, String from, long limit, ChildReceiver receiver)
            throws IOException {
        List<String> below = parent.path().from(2).segments();
        String prefix = below.isEmpty() ? "" : String.join("/", below) + "/";
        String end = below.isEmpty() ? "\uDBFF\uDFFF" : prefix.substring(0, prefix.length() - 1) + "0";
        String cursor = prefix + from + (from.isEmpty() || isFile(collection, visibility, prefix + from) ? "" : "/");
        String lastDirectory = null;
        int page = PAGE;
        long left = limit;
        while (left > 0) {
            String start = cursor;
            int size = page;
            List<Dataset> batch =
                    Sql.read(database, connection -> datasets(connection, collection, visibility, start, end, size));
            boolean ended = batch.size() < size;
            String behind = null;
            for (Dataset file : batch) {
                String rest = file.path().substring(prefix.length());
                int slash = rest.indexOf('/');
                behind = slash < 0 ? file.path() + "\u0001" : prefix + rest.substring(0, slash) + "0";
                if (left == 0) {
                    return;
                }
                if (slash < 0) {
                    receiver.accept(node(collection, parent.path().child(rest), file));
                    left--;
                } else if (!rest.substring(0, slash).equals(lastDirectory)) {
                    lastDirectory = rest.substring(0, slash);
                    receiver.accept(container(
                            parent.path().child(lastDirectory),
                            access(collection),
                            collection.created(),
                            Map.of(),
                            collection.name()));
                    left--;
                }
            }
            if (ended || behind == null) {
                return;
            }
            // A page that ended within a directory was mostly skipped: the next one starts small and grows.
            page = behind.endsWith("\u0001") ? Math.min(PAGE, page * 4) : 2;
            cursor = behind;
        }
    }

    private boolean isFile(Collection collection, Visibility visibility, String path) {
        return Sql.read(
                database,
                connection -> !datasets(connection, collection, visibility, path, path + "\u0001", 1)
                        .isEmpty());
    }

    private static List<Collection> collections(Connection connection, Visibility visibility) throws SQLException {
        return Sql.list(
                connection,
                """
                select id, name, store_id, title, access_class, store_class, created from archive.collection
                 where name <> ? and (? or access_class = any(?)) order by name collate "C\"""",
                rows -> new Collection(
                        rows.getInt("id"),
                        rows.getString("name"),
                        new CollectionId((int) rows.getLong("store_id")),
                        rows.getString("title"),
                        rows.getInt("access_class"),
                        rows.getObject("store_class", Integer.class),
                        Sql.instant(rows, "created")),
                HOME,
                visibility.everything(),
                new Ints(visibility.classes()));
    }

    private static @Nullable Collection collection(Connection connection, String name, Visibility visibility)
            throws SQLException {
        for (Collection collection : collections(connection, visibility)) {
            if (collection.name().equals(name)) {
                return collection;
            }
        }
        return null;
    }

    private static List<Dataset> datasets(
            Connection connection, Collection collection, Visibility visibility, String from, String before, int limit)
            throws SQLException {
        return Sql.list(
                connection,
                """
                select path, size_bytes, media_type, access_class, catalogued, sha256 from archive.dataset
                 where collection_id = ? and path >= ? and path < ? and (? or access_class = any(?))
                 order by path limit ?""",
                rows -> new Dataset(
                        rows.getString("path"),
                        rows.getLong("size_bytes"),
                        rows.getString("media_type"),
                        rows.getInt("access_class"),
                        Sql.instant(rows, "catalogued"),
                        collection.isGuarded(visibility) ? rows.getBytes("sha256") : null),
                collection.id(),
                from,
                before,
                visibility.everything(),
                new Ints(visibility.classes()),
                limit);
    }

    /**
     * Whether the bytes of a collection's files are given to this viewer, who sees them.
     *
     * @param name of the collection
     */
    boolean givesBytes(String name, Visibility visibility) {
        return Sql.read(
                        database,
                        connection -> Sql.list(
                                connection,
                                "select data_class from archive.collection where name = ? and data_class is not null",
                                rows -> rows.getInt(1),
                                name))
                .stream()
                .allMatch(visibility::sees);
    }

    private Node node(Collection collection) {
        return container(
                root.child(collection.name()),
                access(collection),
                collection.created(),
                Map.of(Properties.CORE + "title", collection.title()),
                collection.name());
    }

    private static Node node(Collection collection, RequestPath path, Dataset file) {
        return new Node(
                Node.VIRTUAL,
                path,
                NodeType.DATA,
                OperatorToken.OPERATOR,
                new Access(file.accessClass(), file.accessClass() == 0, Set.of()),
                Set.of(),
                Map.of(Properties.TYPE, file.mediaType()),
                null,
                new NodeBytes(
                        new ObjectKey(collection.store(), file.path()),
                        file.size(),
                        file.mediaType(),
                        null,
                        file.sha256()),
                file.catalogued(),
                file.catalogued(),
                collection.name());
    }

    private static Access access(Collection collection) {
        return new Access(collection.accessClass(), collection.accessClass() == 0, Set.of());
    }

    private static Node container(
            RequestPath path,
            Access access,
            Instant time,
            Map<String, String> properties,
            @Nullable String collection) {
        return new Node(
                Node.VIRTUAL,
                path,
                NodeType.CONTAINER,
                OperatorToken.OPERATOR,
                access,
                Set.of(),
                properties,
                null,
                null,
                time,
                time,
                collection);
    }
}
