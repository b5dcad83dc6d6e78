package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.schemas.AccessClass;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Node.Access;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeTable;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.tree.Sql.Texts;

/** The rows of {@code archive.node}. Knows nothing of who may do what. */
final class NodeRows {
    static final String COLUMNS = """
            n.id, n.name, n.type, n.owner, n.access_class, n.write_groups, n.target, n.store_path, n.size_bytes, n.md5,
            n.media_type, n.created, n.modified, n.quota, n.table_number, n.table_refusal,
            case when n.properties <> '{}' then
                array(select p.key from jsonb_each_text(n.properties) p order by p.key) end as property_keys,
            case when n.properties <> '{}' then
                array(select p.value from jsonb_each_text(n.properties) p order by p.key) end as property_values
            """;

    private static final int HELD_ATTEMPTS = 5;

    private final CollectionId home;

    NodeRows(CollectionId home) {
        this.home = home;
    }

    /** The nodes along a path below the home of all users, as far as they exist. */
    List<Node> below(Connection connection, Node top, RequestPath path) throws SQLException {
        return down(connection, top, path, path.segments().size(), "");
    }

    /**
     * As {@link #below}, without the last name, and every node held as it is until the end of the transaction: whoever
     * wants to change or move one waits. What was changed while this waited is seen as it is now.
     */
    List<Node> sharedAbove(Connection connection, Node top, RequestPath path) throws SQLException {
        for (int i = 0; i < HELD_ATTEMPTS; i++) {
            List<Node> held = down(connection, top, path, path.segments().size() - 1, " for key share of n");
            // A row that moved while this waited for it is no longer where the walk found it.
            if (held.size() == path.segments().size() - 2
                    || held.size() == below(connection, top, path.parent()).size()) {
                return held;
            }
        }
        return List.of();
    }

    private List<Node> down(Connection connection, Node top, RequestPath path, int depth, String lock)
            throws SQLException {
        if (depth < 2) {
            return List.of();
        }
        String sql = """
                with recursive walk (id, depth, above) as (
                    select r.id, 2, r.parent_id from archive.node r where r.parent_id = ? and r.name = (?::text[])[2]
                    union all
                    select c.id, w.depth + 1, w.id
                      from walk w
                      join archive.node c on c.parent_id = w.id and c.name = (?::text[])[w.depth + 1]
                     where w.depth < ?)
                select w.depth, %s
                  from walk w
                  join archive.node n on n.id = w.id and n.parent_id = w.above and n.name = (?::text[])[w.depth]
                 order by w.depth%s""".formatted(COLUMNS, lock);
        Texts names = new Texts(path.segments());
        List<Node> found = Sql.list(
                connection,
                sql,
                rows -> node(rows, new RequestPath(path.segments().subList(0, rows.getInt("depth")))),
                top.id(),
                names,
                names,
                depth,
                names);
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).path().segments().size() != i + 2) {
                return found.subList(0, i);
            }
        }
        return found;
    }

    /** The node of this id with a path that the caller knows, taken for oneself; null: it is gone. */
    @Nullable
    Node lockChild(Connection connection, Node parent, String name) throws SQLException {
        List<Node> found = Sql.list(
                connection,
                "select %s from archive.node n where n.parent_id = ? and n.name = ? for update".formatted(COLUMNS),
                rows -> node(rows, parent.path().child(name)),
                parent.id(),
                name);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The containers that no path leads to, and the home of all users, by name. */
    Map<String, Node> roots(Connection connection) throws SQLException {
        Map<String, Node> roots = new HashMap<>();
        Sql.list(
                        connection,
                        "select %s from archive.node n where n.parent_id is null".formatted(COLUMNS),
                        rows -> node(rows, new RequestPath(List.of(rows.getString("name")))))
                .forEach(node -> roots.put(node.name(), node));
        return roots;
    }

    /** The path of a node by its id; null: it is not in the user area. */
    @Nullable
    RequestPath path(Connection connection, Node top, long id) throws SQLException {
        String sql = """
                with recursive up (id, depth) as (
                    select ?::bigint, 0
                    union all
                    select n.parent_id, u.depth + 1 from up u join archive.node n on n.id = u.id
                     where n.parent_id is not null)
                select n.id, n.name from up u join archive.node n on n.id = u.id order by u.depth desc""";
        List<Named> names = Sql.list(connection, sql, rows -> new Named(rows.getLong(1), rows.getString(2)), id);
        return names.isEmpty() || names.getFirst().id() != top.id()
                ? null
                : new RequestPath(names.stream().map(Named::name).toList());
    }

    private record Named(long id, String name) {}

    /** Children in byte order of their names. */
    List<Node> children(Connection connection, Node parent, String from, boolean inclusive, int limit)
            throws SQLException {
        String sql = """
                select %s from archive.node n
                 where n.parent_id = ? and n.name %s ?
                 order by n.name limit ?""".formatted(COLUMNS, inclusive ? ">=" : ">");
        return Sql.list(
                connection,
                sql,
                rows -> node(rows, parent.path().child(rows.getString("name"))),
                parent.id(),
                from,
                limit);
    }

    /**
     * What a new row of the tree says.
     *
     * @param bytes null: none yet
     */
    record NewNode(
            long parentId,
            String name,
            NodeType type,
            String owner,
            int accessClass,
            Set<String> writeGroups,
            Map<String, String> properties,
            @Nullable String target,
            @Nullable String mediaType,
            @Nullable StoredBytes bytes) {}

    /** Bytes as the store has them. */
    record StoredBytes(String storePath, long sizeBytes, byte[] md5, byte[] sha256) {}

    /**
     * Makes a node; null if the name is taken.
     *
     * @param path that the caller knows
     */
    @Nullable
    Node insert(Connection connection, NewNode made, RequestPath path) throws SQLException {
        String sql = """
                insert into archive.node as n (parent_id, name, type, owner, access_class, write_groups, properties, target,
                                               media_type, store_path, size_bytes, md5, sha256)
                values (?, ?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?, ?, ?, ?, ?)
                on conflict do nothing returning %s""".formatted(COLUMNS);
        TreeMap<String, String> sorted = new TreeMap<>(made.properties());
        StoredBytes bytes = made.bytes();
        List<Node> rows = Sql.list(
                connection,
                sql,
                row -> node(row, path),
                made.parentId(),
                made.name(),
                made.type().xmlName(),
                made.owner(),
                made.accessClass(),
                new Texts(made.writeGroups()),
                new Texts(sorted.keySet()),
                new Texts(sorted.values()),
                made.target(),
                made.mediaType(),
                bytes == null ? null : bytes.storePath(),
                bytes == null ? null : bytes.sizeBytes(),
                bytes == null ? null : bytes.md5(),
                bytes == null ? null : bytes.sha256());
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /** Makes the home of a user; harmless if it is there or there is no such user. */
    void insertHome(Connection connection, long parentId, String user, int accessClass) throws SQLException {
        Sql.update(connection, """
                insert into archive.node (parent_id, name, type, owner, access_class)
                select ?, p.name, ?, p.name, ? from archive.principal p where p.name = ?
                on conflict do nothing""", parentId, NodeType.CONTAINER.xmlName(), accessClass, user);
    }

    /** Writes back what a change of the node's own description may touch. */
    void update(
            Connection connection,
            long id,
            int accessClass,
            Set<String> writeGroups,
            Map<String, String> properties,
            @Nullable String target,
            @Nullable String mediaType)
            throws SQLException {
        TreeMap<String, String> sorted = new TreeMap<>(properties);
        Sql.update(
                connection,
                """
                update archive.node
                   set access_class = ?, write_groups = ?, properties = jsonb_object(?, ?), target = ?, media_type = ?,
                       modified = now()
                 where id = ?""",
                accessClass,
                new Texts(writeGroups),
                new Texts(sorted.keySet()),
                new Texts(sorted.values()),
                target,
                mediaType,
                id);
    }

    /** Points a node that is locked at new bytes; returns it as it is now. */
    Node updateBytes(Connection connection, Node node, StoredBytes bytes, String mediaType) throws SQLException {
        String sql = """
                update archive.node n
                   set store_path = ?, size_bytes = ?, md5 = ?, sha256 = ?, media_type = ?, modified = now()
                 where id = ? returning %s""".formatted(COLUMNS);
        return Sql.list(
                        connection,
                        sql,
                        row -> node(row, node.path()),
                        bytes.storePath(),
                        bytes.sizeBytes(),
                        bytes.md5(),
                        bytes.sha256(),
                        mediaType,
                        node.id())
                .getFirst();
    }

    /** Puts a node elsewhere; with everything below, which is not touched. */
    void move(Connection connection, long id, long parentId, String name) throws SQLException {
        Sql.update(connection, "update archive.node set parent_id = ?, name = ? where id = ?", parentId, name, id);
    }

    /** Sets the most bytes that a container may hold; null: as much as there is room. */
    void setQuota(Connection connection, long id, @Nullable Long quota) throws SQLException {
        Sql.update(connection, "update archive.node set quota = ?::bigint where id = ?", quota, id);
    }

    void delete(Connection connection, long id) throws SQLException {
        Sql.update(connection, "delete from archive.node where id = ?", id);
    }

    /** The node itself and all data nodes below it, with what decides who may see each. */
    List<Exposed> exposed(Connection connection, long id) throws SQLException {
        String sql = """
                with recursive below (id, classes) as (
                    select n.id, array[]::integer[] from archive.node n where n.id = ?
                    union all
                    select c.id, case when c.access_class = 0 or c.access_class = any(b.classes)
                                                        then b.classes else b.classes || c.access_class end
                      from below b join archive.node c on c.parent_id = b.id)
                select b.id, b.classes
                  from below b join archive.node n on n.id = b.id
                 where n.store_path is not null""";
        return Sql.list(
                connection,
                sql,
                rows -> new Exposed(rows.getLong("id"), List.of((Integer[])
                        rows.getArray("classes").getArray())),
                id);
    }

    /**
     * A data node below a container.
     *
     * @param classes the classes other than the public one below the container
     */
    record Exposed(long id, List<Integer> classes) {}

    /** The groups that may read under an access class. */
    Set<String> readGroups(Connection connection, int accessClass) throws SQLException {
        List<Set<String>> found = Sql.list(
                connection,
                "select read_groups from archive.access_class where id = ?",
                rows -> Set.copyOf(Sql.texts(rows, "read_groups")),
                accessClass);
        return found.isEmpty() ? Set.of() : found.getFirst();
    }

    /** Those of the names that are no groups. */
    List<String> unknownGroups(Connection connection, Set<String> names) throws SQLException {
        return Sql.list(connection, """
                select u.name from unnest(?::text[]) as u(name)
                 where not exists (select 1 from archive.user_group g where g.name = u.name) order by 1""", rows -> rows.getString(1), new Texts(names));
    }

    Node node(ResultSet rows, RequestPath path) throws SQLException {
        List<String> keys = Sql.texts(rows, "property_keys");
        List<String> values = Sql.texts(rows, "property_values");
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            properties.put(keys.get(i), values.get(i));
        }
        // Kept as a property, too, so that a public node does not forget its groups.
        String groups = properties.remove(Properties.GROUP_READ);
        Set<String> readGroups = groups == null || groups.isEmpty() ? Set.of() : Set.of(groups.split(" ", -1));
        int accessClass = rows.getInt("access_class");
        NodeType type = NodeType.named(rows.getString("type")).orElse(NodeType.NODE);
        String storePath = rows.getString("store_path");
        String mediaType = rows.getString("media_type");
        if (mediaType != null) {
            properties.put(Properties.TYPE, mediaType);
        }
        NodeBytes bytes = storePath == null
                ? null
                : new NodeBytes(
                        new ObjectKey(home, storePath),
                        rows.getLong("size_bytes"),
                        mediaType == null ? "application/octet-stream" : mediaType,
                        rows.getBytes("md5"),
                        null,
                        table(rows));
        return new Node(
                rows.getLong("id"),
                path,
                type,
                rows.getString("owner"),
                new Access(accessClass, accessClass == AccessClass.PUBLIC, readGroups),
                Set.copyOf(Sql.texts(rows, "write_groups")),
                properties,
                rows.getString("target"),
                bytes,
                Sql.instant(rows, "created"),
                Sql.instant(rows, "modified"),
                null,
                rows.getObject("quota", Long.class),
                null);
    }

    private static @Nullable NodeTable table(ResultSet rows) throws SQLException {
        Integer number = rows.getObject("table_number", Integer.class);
        String refusal = rows.getString("table_refusal");
        return number == null && refusal == null ? null : new NodeTable(number, refusal);
    }
}
