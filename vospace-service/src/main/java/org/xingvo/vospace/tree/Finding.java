package org.xingvo.vospace.tree;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.tree.Sql.Ints;
import org.xingvo.vospace.tree.Sql.Texts;

/** Finds nodes by what they are called and say. What the viewer does not see is not walked through. Thread-safe. */
final class Finding {
    private static final String TIMEOUT = "30s";

    private final Ground ground;
    private final Steps steps;

    Finding(Ground ground, Steps steps) {
        this.ground = ground;
        this.steps = steps;
    }

    /** True: there are more than the limit. */
    boolean search(Viewer viewer, Search search, ChildReceiver receiver) throws IOException {
        RequestPath below = search.below();
        if (below.isRoot() || !below.segments().getFirst().equals(Tree.HOME)) {
            throw VospaceFault.invalidArgument(
                    "TARGET: expected a container of the user area, /home, found " + below.plain());
        }
        List<Node> chain = steps.chain(viewer, below);
        if (chain.size() < below.segments().size()) {
            throw VospaceFault.notFound(below);
        }
        List<Node> found =
                Sql.transaction(ground.database(), connection -> search(connection, viewer, search, chain.getLast()));
        for (Node node : found.subList(0, Math.min(found.size(), search.limit()))) {
            receiver.accept(node);
        }
        return found.size() > search.limit();
    }

    private List<Node> search(Connection connection, Viewer viewer, Search search, Node top) throws SQLException {
        Sql.update(connection, "set local statement_timeout = '" + TIMEOUT + "'");
        List<@Nullable Object> values = new ArrayList<>();
        values.add(top.id());
        values.add(viewer.visibility().everything() || viewer.caller().operator());
        values.add(new Ints(viewer.visibility().classes()));
        values.add(String.valueOf(viewer.caller().user()));
        StringBuilder where = new StringBuilder();
        add(where, values, "n.name like ? collate \"C\"", search.name() == null ? null : like(search.name()));
        add(
                where,
                values,
                "n.type = ?",
                search.type() == null ? null : search.type().xmlName());
        add(where, values, "n.size_bytes >= ?", search.minBytes());
        add(where, values, "n.size_bytes <= ?", search.maxBytes());
        add(where, values, "n.modified >= ?::timestamptz", search.modifiedFrom());
        add(where, values, "n.modified <= ?::timestamptz", search.modifiedTo());
        for (Map.Entry<String, String> property : search.properties().entrySet()) {
            where.append(" and n.properties ->> ? like ?");
            values.add(property.getKey());
            values.add(like(property.getValue()));
        }
        values.add(search.limit() + 1);
        String sql = """
                with recursive below (id, names) as (
                    select ?::bigint, array[]::text[] collate "C"
                    union all
                    select n.id, b.names || n.name
                      from below b join archive.node n on n.parent_id = b.id
                     where ? or n.access_class = any(?) or n.owner = ?)
                select b.names, %s
                  from below b join archive.node n on n.id = b.id
                 where b.names <> '{}'%s limit ?""".formatted(NodeRows.COLUMNS, where);
        return Sql.list(connection, sql, rows -> node(rows, top.path()), values.toArray());
    }

    private Node node(java.sql.ResultSet rows, RequestPath top) throws SQLException {
        List<String> names = new ArrayList<>(top.segments());
        names.addAll(Sql.texts(rows, "names"));
        return ground.rows().node(rows, new RequestPath(names));
    }

    private static void add(
            StringBuilder where, List<@Nullable Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            values.add(value instanceof Number || value instanceof Texts ? value : value.toString());
        }
    }

    /** A pattern with * and ? as LIKE has it. */
    private static String like(String pattern) {
        return pattern.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%')
                .replace('?', '_');
    }
}
