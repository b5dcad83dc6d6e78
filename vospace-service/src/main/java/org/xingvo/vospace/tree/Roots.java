package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.xingvo.vospace.node.Node;

/**
 * The containers that have no parent. Immutable; they never change.
 *
 * @param home of all users; the only one that a path leads to
 * @param trash what was deleted and can be brought back
 * @param gone what is being removed for good
 * @param copies copies that are not finished
 */
record Roots(Node home, Node trash, Node gone, Node copies) {

    static Roots of(Connection connection, NodeRows rows) throws SQLException {
        Map<String, Node> roots = rows.roots(connection);
        return new Roots(
                named(roots, Tree.HOME), named(roots, ".trash"), named(roots, ".gone"), named(roots, ".copies"));
    }

    private static Node named(Map<String, Node> roots, String name) {
        return Objects.requireNonNull(roots.get(name), name);
    }
}
