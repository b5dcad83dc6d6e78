package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.tree.Sql.Longs;

/**
 * Puts a node with everything below elsewhere: one row changes its parent and name, whatever is below stays untouched but
 * for what the catalogue shows and, under another owner, whose it is.
 */
final class Relocation {
    private final Ground ground;
    private final Exposure exposure;

    Relocation(Ground ground, Exposure exposure) {
        this.ground = ground;
        this.exposure = exposure;
    }

    /** What a node and all below it hold. For a container only under {@link Ledger#lock}. */
    Ledger.Used held(Connection connection, Node node) throws SQLException {
        if (node.isContainer()) {
            return Ledger.used(connection, node.id());
        }
        long versions = Sql.list(
                        connection,
                        "select coalesce(sum(size_bytes), 0)::bigint from archive.version where node_id = ?",
                        rows -> rows.getLong(1),
                        node.id())
                .getFirst();
        var bytes = node.bytes();
        return new Ledger.Used((bytes == null ? 0 : bytes.size()) + versions, bytes == null ? 0 : 1);
    }

    /** Takes a node out of the tree, to one of the roots that no path leads to. */
    void takeOut(Connection connection, Node node, Node parent, Node root) throws SQLException {
        book(connection, node, parent.id(), -1);
        ground.rows().move(connection, node.id(), root.id(), Long.toString(node.id()));
    }

    /**
     * Puts a node that is in no container's books into one.
     *
     * @param above the chain of the new parent, held
     */
    void putIn(Connection connection, Node node, List<Node> above, String name) throws SQLException {
        Node parent = above.getLast();
        ground.quotas()
                .check(
                        connection,
                        ground.quotas().over(above),
                        held(connection, node).bytes());
        book(connection, node, parent.id(), 1);
        ground.rows().move(connection, node.id(), parent.id(), name);
        changeOwner(connection, node, parent.owner());
    }

    /**
     * Puts a node from one container into another.
     *
     * @param from the chain of the old parent, held
     * @param to the chain of the new parent, held
     */
    void move(Connection connection, Node node, List<Node> from, List<Node> to, String name) throws SQLException {
        Node parent = to.getLast();
        if (from.getLast().id() != parent.id()) {
            var limits =
                    Quotas.without(ground.quotas().over(to), ground.quotas().over(from));
            if (!limits.isEmpty()) {
                ground.quotas().check(connection, limits, held(connection, node).bytes());
            }
            book(connection, node, from.getLast().id(), -1);
            book(connection, node, parent.id(), 1);
        }
        ground.rows().move(connection, node.id(), parent.id(), name);
        boolean others = changeOwner(connection, node, parent.owner());
        if (others || !Exposure.privateClasses(from).equals(Exposure.privateClasses(to))) {
            Node now = ground.rows().lockChild(connection, parent, name);
            exposure.expose(connection, to, now == null ? node : now);
        }
    }

    /** The rows of the ledger that are still to be added up follow a container by themselves; the rest goes with it. */
    private void book(Connection connection, Node node, long containerId, int sign) throws SQLException {
        Ledger.Used used = node.isContainer() ? Ledger.folded(connection, node.id()) : held(connection, node);
        Ledger.add(connection, containerId, sign * used.bytes(), sign * used.files());
    }

    /** Who owns a container owns what is in it. Returns whether anything changed. */
    private boolean changeOwner(Connection connection, Node node, String owner) throws SQLException {
        if (node.owner().equals(owner)) {
            return false;
        }
        String below = """
                with recursive below (id) as (
                    select ?::bigint
                    union all
                    select n.id from below b join archive.node n on n.parent_id = b.id)
                """;
        List<Integer> classes = Sql.list(
                connection,
                below + "select distinct n.access_class from below b join archive.node n on n.id = b.id",
                rows -> rows.getInt(1),
                node.id());
        for (int old : classes) {
            int now = old == 0
                    ? 0
                    : ground.identities()
                            .accessClass(connection, false, owner, ground.rows().readGroups(connection, old));
            Sql.update(
                    connection,
                    below + "update archive.node n set owner = ?, access_class = ? from below b"
                            + " where n.id = b.id and n.access_class = ? and n.owner <> ?",
                    node.id(),
                    owner,
                    now,
                    old,
                    owner);
        }
        return true;
    }

    /** Ids of nodes with bytes at and below a node. */
    static List<Long> files(Connection connection, long id) throws SQLException {
        return Sql.list(connection, """
                with recursive below (id) as (
                    select ?::bigint
                    union all
                    select n.id from below b join archive.node n on n.parent_id = b.id)
                select b.id from below b join archive.node n on n.id = b.id where n.store_path is not null order by 1""", rows -> rows.getLong(1), id);
    }

    /** Where a viewer may take a node away from. */
    static boolean mayTake(Viewer viewer, Node parent, Node node) {
        return viewer.owns(node) || viewer.writes(parent);
    }

    static Longs longs(List<Long> ids) {
        return new Longs(ids);
    }
}
