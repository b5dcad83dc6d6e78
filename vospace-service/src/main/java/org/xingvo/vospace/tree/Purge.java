package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.tree.Sql.Longs;

/**
 * Removes what is gone for good, a handful at a time: what the catalogue says, the bytes, then the rows. Killed between,
 * it goes on with the same rows, so no bytes are left without one. Thread-safe.
 */
final class Purge {
    private static final int BATCH = 500;

    private final Ground ground;

    Purge(Ground ground) {
        this.ground = ground;
    }

    private record Row(long id, boolean container) {}

    /** Removes one node without children at once. */
    void one(Node node) {
        remove(List.of(node.id()));
    }

    /** Removes some of what is gone; returns how many rows it worked on. */
    int some() {
        List<Row> tops = Sql.read(
                ground.database(),
                connection -> children(connection, ground.roots().gone().id()));
        List<Long> leaves = new ArrayList<>();
        for (Row top : tops) {
            List<Row> below = top.container()
                    ? Sql.read(ground.database(), connection -> children(connection, top.id()))
                    : List.of();
            if (below.isEmpty()) {
                leaves.add(top.id());
            } else {
                // Containers come up to the others, so that no walk has to go deep.
                flatten(below);
                remove(below.stream()
                        .filter(row -> !row.container())
                        .map(Row::id)
                        .toList());
                return below.size();
            }
        }
        remove(leaves);
        return leaves.size();
    }

    private static List<Row> children(Connection connection, long parentId) throws SQLException {
        return Sql.list(
                connection,
                "select id, type = 'ContainerNode' from archive.node where parent_id = ? order by name limit ?",
                rows -> new Row(rows.getLong(1), rows.getBoolean(2)),
                parentId,
                BATCH);
    }

    private void flatten(List<Row> rows) {
        List<Long> containers =
                rows.stream().filter(Row::container).map(Row::id).toList();
        if (!containers.isEmpty()) {
            Sql.transaction(ground.database(), connection -> {
                Ledger.lock(connection);
                return Sql.update(
                        connection,
                        "update archive.node set parent_id = ?, name = id::text where id = any(?)",
                        ground.roots().gone().id(),
                        new Longs(containers));
            });
        }
    }

    private void remove(List<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        List<String> bytes = Sql.read(ground.database(), connection -> {
            ground.catalogue().forget(connection, ids);
            return Sql.list(connection, """
                    select store_path from archive.node where id = any(?) and store_path is not null
                    union all
                    select store_path from archive.version where node_id = any(?)""", rows -> rows.getString(1), new Longs(ids), new Longs(ids));
        });
        bytes.forEach(ground::deleteBytes);
        Sql.transaction(ground.database(), connection -> {
            Ledger.lock(connection);
            return Sql.update(
                    connection,
                    "delete from archive.node n where n.id = any(?)"
                            + " and not exists (select 1 from archive.node c where c.parent_id = n.id)",
                    new Longs(ids));
        });
    }
}
