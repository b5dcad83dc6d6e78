package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.tree.Sql.Longs;

/** What the containers of a listing hold, found for all of them at once. Stateless. */
final class Holdings {
    private Holdings() {}

    static List<Node> of(Connection connection, List<Node> nodes) throws SQLException {
        List<Long> containers =
                nodes.stream().filter(Node::isContainer).map(Node::id).toList();
        if (containers.isEmpty()) {
            return nodes;
        }
        Map<Long, Ledger.Used> used = new HashMap<>();
        Sql.list(
                connection,
                """
                with recursive up (id, bytes, files) as (
                    select d.container_id, sum(d.bytes), sum(d.files) from archive.usage_delta d group by d.container_id
                    union all
                    select n.parent_id, u.bytes, u.files
                      from up u join archive.node n on n.id = u.id where n.parent_id is not null)
                select c.id, (coalesce(min(w.bytes), 0) + coalesce(sum(u.bytes), 0))::bigint,
                       (coalesce(min(w.files), 0) + coalesce(sum(u.files), 0))::bigint
                  from unnest(?::bigint[]) as c (id)
                  left join archive.usage w on w.container_id = c.id
                  left join up u on u.id = c.id
                 group by c.id""",
                rows -> used.put(rows.getLong(1), new Ledger.Used(rows.getLong(2), rows.getLong(3))),
                new Longs(containers));
        return nodes.stream().map(node -> holding(node, used)).toList();
    }

    private static Node holding(Node node, Map<Long, Ledger.Used> all) {
        Ledger.Used used = all.get(node.id());
        return used == null ? node : node.holding(new Node.Holding(used.bytes(), used.files(), node.quota(), null));
    }
}
