package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xingvo.dali.auth.OperatorToken;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Node.Access;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** The way down to a node: what is there, how far a viewer gets, and what stays as it is while something is changed. */
final class Steps {
    private final Ground ground;

    Steps(Ground ground) {
        this.ground = ground;
    }

    Node root() {
        return new Node(
                Node.VIRTUAL,
                Ground.ROOT,
                NodeType.CONTAINER,
                OperatorToken.OPERATOR,
                Access.PUBLIC,
                Set.of(),
                Map.of(),
                null,
                null,
                ground.started(),
                ground.started(),
                null);
    }

    /** The nodes along a path as far as the viewer may see; makes the viewer's own home at its first sight. */
    List<Node> chain(Viewer viewer, RequestPath path) {
        return Sql.read(ground.database(), connection -> {
            ensureHome(connection, viewer, path, false);
            return cut(viewer, ground.rows().chain(connection, path), path);
        });
    }

    /** As {@link #chain}, but the whole path must be there. */
    List<Node> visible(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        List<Node> chain = cut(viewer, ground.rows().chain(connection, path), path);
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

    /** The ancestors of a node to be made or written, shared so that they stay as they are until the end. */
    List<Node> parents(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        ensureHome(connection, viewer, path, true);
        RequestPath above = path.parent();
        List<Node> chain = cut(viewer, ground.rows().chain(connection, above), path);
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
        List<Node> now = cut(viewer, ground.rows().chain(connection, above), path);
        if (now.size() < chain.size() || now.getLast().id() != parent.id() || !viewer.writes(now.getLast())) {
            throw VospaceFault.containerNotFound(above);
        }
        return now;
    }

    void share(Connection connection, List<Node> chain) throws SQLException {
        // The first node, /home, never changes, and everybody would queue at it.
        ground.rows().share(connection, chain.stream().skip(1).map(Node::id).toList());
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
                ground.rows().chain(connection, new RequestPath(path.segments().subList(0, 2)));
        if (chain.size() == 1) {
            ground.rows().insertHome(connection, chain.getFirst().id(), user);
        }
    }

    Node reread(Connection connection, RequestPath path, long id) throws SQLException {
        List<Node> chain = ground.rows().chain(connection, path);
        if (chain.size() < path.segments().size() || chain.getLast().id() != id) {
            throw VospaceFault.notFound(path);
        }
        return chain.getLast();
    }
}
