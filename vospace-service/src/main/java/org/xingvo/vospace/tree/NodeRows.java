package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.tree.Sql.Longs;
import org.xingvo.vospace.tree.Sql.Texts;

/** The rows of {@code archive.node}. Knows nothing of who may do what. */
final class NodeRows {
    private static final String COLUMNS = """
            n.id, n.name, n.type, n.owner, n.access_class, n.write_groups, n.target, n.store_path, n.size_bytes, n.md5,
            n.media_type, n.created, n.modified,
            array(select p.key from jsonb_each_text(n.properties) p order by p.key) as property_keys,
            array(select p.value from jsonb_each_text(n.properties) p order by p.key) as property_values
            """;

    private final CollectionId home;

    NodeRows(CollectionId home) {
        this.home = home;
    }

    /** The nodes along a path from the first name on, as far as they exist. */
    List<Node> chain(Connection connection, RequestPath path) throws SQLException {
        String sql = """
                with recursive walk (id, depth) as (
                    select r.id, 1 from archive.node r
                     where r.parent_id is null and r.name = (?::text[])[1]
                    union all
                    select c.id, w.depth + 1
                      from walk w
                      join archive.node c on c.parent_id = w.id and c.name = (?::text[])[w.depth + 1])
                select w.depth, %s
                  from walk w join archive.node n on n.id = w.id order by w.depth""".formatted(COLUMNS);
        Texts names = new Texts(path.segments());
        return Sql.list(
                connection,
                sql,
                rows -> node(rows, new RequestPath(path.segments().subList(0, rows.getInt("depth")))),
                names,
                names);
    }

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

    /** Makes a node; null if the name is taken. */
    @Nullable
    Long insert(
            Connection connection,
            Node parent,
            String name,
            NodeType type,
            int accessClass,
            Set<String> writeGroups,
            Map<String, String> properties,
            @Nullable String target,
            @Nullable String mediaType)
            throws SQLException {
        String sql = """
                insert into archive.node (parent_id, name, type, owner, access_class, write_groups, properties, target,
                                          media_type)
                values (?, ?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?)
                on conflict do nothing returning id""";
        TreeMap<String, String> sorted = new TreeMap<>(properties);
        List<Long> ids = Sql.list(
                connection,
                sql,
                rows -> rows.getLong(1),
                parent.id(),
                name,
                type.xmlName(),
                parent.owner(),
                accessClass,
                new Texts(writeGroups),
                new Texts(sorted.keySet()),
                new Texts(sorted.values()),
                target,
                mediaType);
        return ids.isEmpty() ? null : ids.getFirst();
    }

    /** Makes the home of a user; harmless if it is there or there is no such user. */
    void insertHome(Connection connection, long parentId, String user) throws SQLException {
        Sql.update(connection, """
                insert into archive.node (parent_id, name, type, owner)
                select ?, p.name, ?, p.name from archive.principal p where p.name = ?
                on conflict do nothing""", parentId, NodeType.CONTAINER.xmlName(), user);
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

    /** Points a node at new bytes. */
    void updateBytes(
            Connection connection,
            long id,
            String storePath,
            long sizeBytes,
            byte[] md5,
            byte[] sha256,
            String mediaType)
            throws SQLException {
        Sql.update(connection, """
                update archive.node
                   set store_path = ?, size_bytes = ?, md5 = ?, sha256 = ?, media_type = ?, modified = now()
                 where id = ?""", storePath, sizeBytes, md5, sha256, mediaType, id);
    }

    /** Holds the rows of ancestors as they are; whoever changes one waits. Returns how many are still there. */
    int share(Connection connection, List<Long> ids) throws SQLException {
        return Sql.list(
                        connection,
                        "select id from archive.node where id = any(?) order by id for key share",
                        rows -> rows.getLong(1),
                        new Longs(ids))
                .size();
    }

    /** Takes one row for oneself; false if it is gone. */
    boolean lock(Connection connection, long id) throws SQLException {
        return !Sql.list(connection, "select id from archive.node where id = ? for update", rows -> rows.getLong(1), id)
                .isEmpty();
    }

    /** A node's own id and where its bytes are. */
    record Leaf(long id, @Nullable String storePath) {}

    /** Takes a node and everything below for oneself, level by level: under a locked container nothing is made. */
    List<Leaf> lockTree(Connection connection, long id) throws SQLException {
        List<Leaf> all = new ArrayList<>();
        List<Leaf> level = Sql.list(
                connection, "select id, store_path from archive.node where id = ? for update", NodeRows::leaf, id);
        while (!level.isEmpty()) {
            all.addAll(level);
            level = Sql.list(
                    connection,
                    "select id, store_path from archive.node where parent_id = any(?) order by id for update",
                    NodeRows::leaf,
                    new Longs(level.stream().map(Leaf::id).toList()));
        }
        return all;
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

    private static Leaf leaf(ResultSet rows) throws SQLException {
        return new Leaf(rows.getLong(1), rows.getString(2));
    }

    private Node node(ResultSet rows, RequestPath path) throws SQLException {
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
                        rows.getBytes("md5"));
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
                null);
    }
}
