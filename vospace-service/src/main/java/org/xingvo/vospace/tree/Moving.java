package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Moves nodes (VOSpace 2.1, section 6.5): in a moment, however much is below them. */
final class Moving {
    private final Ground ground;
    private final Steps steps;
    private final Looking looking;
    private final Relocation relocation;

    Moving(Ground ground, Steps steps, Looking looking, Relocation relocation) {
        this.ground = ground;
        this.steps = steps;
        this.looking = looking;
        this.relocation = relocation;
    }

    /** Where a node comes to lie: inside a container that is there, else under the name that is free. */
    RequestPath destination(Viewer viewer, RequestPath wanted, String name) {
        if (wanted.isRoot() || !wanted.segments().getFirst().equals(Tree.HOME)) {
            throw VospaceFault.denied(viewer, wanted.plain() + " is not writable: the user area is /home/USER");
        }
        Node there = looking.find(viewer, wanted).orElse(null);
        RequestPath path = there != null && there.isContainer() ? wanted.child(name) : wanted;
        if (there != null && !there.isContainer()) {
            throw new VospaceFault(Kind.DUPLICATE_NODE, wanted, "");
        }
        if (path.segments().size() < 3) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable: the user area is /home/USER");
        }
        return path;
    }

    Node move(Viewer viewer, RequestPath from, RequestPath wanted) {
        Node seen = looking.get(viewer, from);
        if (seen.isVirtual() || from.segments().size() < 3) {
            throw VospaceFault.denied(viewer, from.plain() + " cannot be moved");
        }
        if (wanted.startsWith(from) && seen.isContainer()) {
            throw cycle(wanted);
        }
        RequestPath to = destination(viewer, wanted, from.name());
        Node moved = Sql.transaction(ground.database(), connection -> move(connection, viewer, from, to, seen));
        ground.seen(moved);
        return moved;
    }

    private Node move(Connection connection, Viewer viewer, RequestPath from, RequestPath to, Node seen)
            throws SQLException {
        if (seen.isContainer()) {
            Ledger.lock(connection);
        }
        List<Node> above = steps.above(connection, viewer, from);
        List<Node> aboveTo = destinationParents(connection, viewer, to);
        for (Node node : aboveTo) {
            if (node.id() == seen.id()) {
                throw cycle(to);
            }
        }
        Node node = steps.lock(connection, viewer, above, from);
        if (node == null || node.id() != seen.id()) {
            throw VospaceFault.notFound(from);
        }
        if (!Relocation.mayTake(viewer, above.getLast(), node)) {
            throw VospaceFault.denied(viewer, from.plain() + " cannot be moved away");
        }
        if (!node.owner().equals(aboveTo.getLast().owner()) && !viewer.owns(node)) {
            throw VospaceFault.denied(viewer, from.plain() + " can be given to another user by its owner only");
        }
        Held.checkChildren(viewer, above);
        Held.checkNode(viewer, above, node);
        Held.checkChildren(viewer, aboveTo);
        if (ground.rows().lockChild(connection, aboveTo.getLast(), to.name()) != null) {
            throw new VospaceFault(Kind.DUPLICATE_NODE, to, "");
        }
        relocation.move(connection, node, above, aboveTo, to.name());
        Node now = Objects.requireNonNull(ground.rows().lockChild(connection, aboveTo.getLast(), to.name()));
        Trail.record(
                connection,
                Trail.event(viewer, Action.NODE_MOVE, Editing.with(aboveTo, now))
                        .with(Trail.FROM, from.plain())
                        .with(Trail.FROM_CLASSES, Trail.classes(above, node)));
        return now;
    }

    /** The chain above a destination; one that is not there is NodeNotFound, as the standard says of moves. */
    List<Node> destinationParents(Connection connection, Viewer viewer, RequestPath to) throws SQLException {
        try {
            return steps.parents(connection, viewer, to);
        } catch (VospaceFault e) {
            throw e.kind() == Kind.CONTAINER_NOT_FOUND ? VospaceFault.notFound(to.parent()) : e;
        }
    }

    private static VospaceFault cycle(RequestPath to) {
        return new VospaceFault(Kind.INVALID_URI, to, ": Cannot move container node into its descendants");
    }
}
