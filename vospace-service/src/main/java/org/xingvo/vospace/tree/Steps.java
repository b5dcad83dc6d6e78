package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.OperatorToken;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.schemas.AccessClass;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Node.Access;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

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
        return Sql.read(ground.database(), connection -> chain(connection, viewer, path));
    }

    List<Node> chain(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        List<Node> chain = ground.rows().below(connection, ground.roots().home(), path);
        if (chain.isEmpty() && madeHome(connection, viewer, path, false)) {
            chain = ground.rows().below(connection, ground.roots().home(), path);
        }
        return cut(viewer, withHome(chain), path);
    }

    /** The nodes along a path to be written, as they are now: all of it, or all but the last name. Holds nothing. */
    List<Node> writable(Viewer viewer, RequestPath path) {
        return Sql.read(ground.database(), connection -> {
            List<Node> chain = ground.rows().below(connection, ground.roots().home(), path);
            if (chain.isEmpty() && madeHome(connection, viewer, path, true)) {
                chain = ground.rows().below(connection, ground.roots().home(), path);
            }
            List<Node> seen = cut(viewer, withHome(chain), path);
            Node parent = seen.size() < path.segments().size() - 1
                    ? null
                    : seen.get(path.segments().size() - 2);
            if (parent == null || !parent.isContainer()) {
                throw VospaceFault.containerNotFound(path.parent());
            }
            boolean there = seen.size() == path.segments().size();
            if (!viewer.writes(parent) && !(there && viewer.writes(seen.getLast()))) {
                throw VospaceFault.denied(viewer, path.parent().plain() + " is not writable");
            }
            // The last one may be there without being seen: who may write beside it finds the name taken.
            if (!there && chain.size() == seen.size()) {
                throw VospaceFault.denied(viewer, path.plain() + " is not writable");
            }
            return seen;
        });
    }

    private List<Node> withHome(List<Node> below) {
        List<Node> chain = new ArrayList<>(below.size() + 1);
        chain.add(ground.roots().home());
        chain.addAll(below);
        return chain;
    }

    private static List<Node> cut(Viewer viewer, List<Node> chain, RequestPath path) {
        for (int i = 0; i < chain.size(); i++) {
            Node node = chain.get(i);
            if (!viewer.sees(node)) {
                return chain.subList(0, i);
            }
            if (node.type() == NodeType.LINK && i < path.segments().size() - 1) {
                throw VospaceFault.linkFound(node);
            }
        }
        return chain;
    }

    /** The ancestors of a node, held as they are until the end of the transaction. */
    List<Node> above(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        RequestPath parent = path.parent();
        List<Node> held = ground.rows().sharedAbove(connection, ground.roots().home(), path);
        if (held.isEmpty() && madeHome(connection, viewer, parent, true)) {
            held = ground.rows().sharedAbove(connection, ground.roots().home(), path);
        }
        List<Node> chain = cut(viewer, withHome(held), path);
        if (chain.size() < parent.segments().size() || !chain.getLast().isContainer()) {
            throw VospaceFault.containerNotFound(parent);
        }
        return chain;
    }

    /** As {@link #above}, where the viewer makes or writes children. */
    List<Node> parents(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        List<Node> chain;
        try {
            chain = above(connection, viewer, path);
        } catch (VospaceFault e) {
            if (e.kind() == VospaceFault.Kind.CONTAINER_NOT_FOUND && viewer.isAnonymous()) {
                throw VospaceFault.denied(viewer, "writing needs a token");
            }
            throw e;
        }
        if (!viewer.writes(chain.getLast())) {
            throw VospaceFault.denied(viewer, path.parent().plain() + " is not writable");
        }
        return chain;
    }

    /** A child under ancestors that are held, taken for oneself; null: there is none that the viewer sees. */
    @Nullable
    Node lock(Connection connection, Viewer viewer, List<Node> above, RequestPath path) throws SQLException {
        Node node = ground.rows().lockChild(connection, above.getLast(), path.name());
        return node == null || !viewer.sees(node) ? null : node;
    }

    /** True if this made the home of a user, at the first sight of the user or the first writing of an operator. */
    private boolean madeHome(Connection connection, Viewer viewer, RequestPath path, boolean writing)
            throws SQLException {
        if (path.segments().size() < 2 || !path.segments().getFirst().equals(Tree.HOME)) {
            return false;
        }
        String user = path.segments().get(1);
        if (!user.equals(viewer.caller().user()) && !(writing && viewer.caller().operator())) {
            return false;
        }
        boolean open = ground.quotas().limits().publicHomes();
        int accessClass =
                open ? AccessClass.PUBLIC : ground.identities().accessClass(connection, false, user, Set.of());
        ground.rows().insertHome(connection, ground.roots().home().id(), user, accessClass);
        return true;
    }
}
