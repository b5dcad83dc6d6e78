package org.xingvo.vospace.tree;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.tree.Sql.Longs;

/**
 * Children in the order of a property. The order is made once, of ids alone (eight bytes each), so pages fit together
 * while others write, and no connection waits for a slow reader.
 */
final class Sorting {
    private static final int PAGE = 500;
    private static final int MAX_SORTED = 2_000_000;
    private static final int MAX_VIRTUAL = 10_000;

    private final Ground ground;
    private final Looking looking;

    Sorting(Ground ground, Looking looking) {
        this.ground = ground;
        this.looking = looking;
    }

    /** As {@link Looking#children}, ordered by a property and, where that is equal, by name. */
    void children(
            Viewer viewer,
            Node container,
            String property,
            boolean descending,
            String from,
            long limit,
            ChildReceiver receiver)
            throws IOException {
        if (container.isVirtual() || container.path().isRoot()) {
            few(viewer, container, property, descending, from, limit, receiver);
            return;
        }
        Node start = from.isEmpty() ? null : looking.child(viewer, container, from);
        long[] ids = Sql.transaction(ground.database(), connection -> ids(connection, container, property, descending));
        int at = 0;
        while (start != null && at < ids.length && ids[at] != start.id()) {
            at++;
        }
        long left = limit;
        for (; at < ids.length && left > 0; at += PAGE) {
            List<Long> page = Arrays.stream(ids, at, Math.min(ids.length, at + PAGE))
                    .boxed()
                    .toList();
            for (Node child : Sql.read(ground.database(), connection -> nodes(connection, viewer, container, page))) {
                if (left > 0 && viewer.sees(child)) {
                    receiver.accept(child);
                    left--;
                }
            }
        }
    }

    private static long[] ids(Connection connection, Node container, String property, boolean descending)
            throws SQLException {
        String key = switch (property) {
            case Properties.LENGTH -> "coalesce(n.size_bytes, 0)";
            case Properties.DATE, Properties.MTIME -> "n.modified";
            case Properties.CTIME -> "n.created";
            case Properties.CREATOR -> "n.owner collate \"C\"";
            case Properties.TYPE -> "n.media_type collate \"C\"";
            case Properties.MD5 -> "n.md5";
            case Properties.IS_PUBLIC, Properties.PUBLIC_READ -> "n.access_class = 0";
            default -> "(n.properties ->> ?) collate \"C\"";
        };
        String sql = "select n.id from archive.node n where n.parent_id = ? order by %s %s nulls last, n.name limit %d"
                .formatted(key, descending ? "desc" : "asc", MAX_SORTED + 1);
        Ids ids = new Ids();
        Sql.each(
                connection,
                sql,
                rows -> ids.add(rows.getLong(1)),
                key.contains("?") ? new Object[] {container.id(), property} : new Object[] {container.id()});
        if (ids.size > MAX_SORTED) {
            throw VospaceFault.invalidArgument(
                    "sort: expected a container of at most " + MAX_SORTED + " children, found more");
        }
        return Arrays.copyOf(ids.values, ids.size);
    }

    private static final class Ids {
        private long[] values = new long[PAGE];
        private int size;

        void add(long id) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = id;
        }
    }

    private List<Node> nodes(Connection connection, Viewer viewer, Node container, List<Long> ids) throws SQLException {
        Map<Long, Node> found = new HashMap<>();
        List<Node> rows = Sql.list(
                connection,
                "select %s from archive.node n where n.id = any(?) and n.parent_id = ?".formatted(NodeRows.COLUMNS),
                row -> ground.rows().node(row, container.path().child(row.getString("name"))),
                new Longs(ids),
                container.id());
        for (Node node : viewer.owns(container) ? Holdings.of(connection, rows) : rows) {
            found.put(node.id(), node);
        }
        List<Node> ordered = new ArrayList<>();
        for (long id : ids) {
            Node node = found.get(id);
            if (node != null) {
                ordered.add(node);
            }
        }
        return ordered;
    }

    private void few(
            Viewer viewer,
            Node container,
            String property,
            boolean descending,
            String from,
            long limit,
            ChildReceiver receiver)
            throws IOException {
        List<Node> all = new ArrayList<>();
        looking.children(viewer, container, "", MAX_VIRTUAL + 1L, all::add);
        if (all.size() > MAX_VIRTUAL) {
            throw VospaceFault.invalidArgument(
                    "sort: expected a collection with at most " + MAX_VIRTUAL + " entries in a directory, found more");
        }
        Comparator<Node> byKey = switch (property) {
            case Properties.LENGTH -> Comparator.comparingLong(Sorting::size);
            case Properties.DATE, Properties.MTIME -> Comparator.comparing(Node::modified);
            case Properties.CTIME -> Comparator.comparing(Node::created);
            default -> Comparator.comparing(node -> node.properties().getOrDefault(property, ""));
        };
        all.sort((descending ? byKey.reversed() : byKey).thenComparing(Node::name));
        boolean started = from.isEmpty();
        long left = limit;
        for (Node child : all) {
            started |= child.name().equals(from);
            if (started && left > 0) {
                receiver.accept(child);
                left--;
            }
        }
    }

    private static long size(Node node) {
        NodeBytes bytes = node.bytes();
        return bytes == null ? 0 : bytes.size();
    }
}
