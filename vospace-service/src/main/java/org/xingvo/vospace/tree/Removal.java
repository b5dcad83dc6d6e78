package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Event;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/**
 * Deletes nodes. A tree of any size is gone at once: its top is put where no path leads, into the trash or among what is
 * removed in the background (see {@link Purge}).
 */
final class Removal {
    /** As many files the catalogue forgets in the same moment; more in the background. */
    static final int AT_ONCE = 1000;

    private final Ground ground;
    private final Steps steps;
    private final Looking looking;
    private final Relocation relocation;
    private final Purge purge;

    Removal(Ground ground, Steps steps, Looking looking, Relocation relocation, Purge purge) {
        this.ground = ground;
        this.steps = steps;
        this.looking = looking;
        this.relocation = relocation;
        this.purge = purge;
    }

    /** Deletes a node with everything below it, and what the catalogue says of it. */
    void delete(Viewer viewer, RequestPath path) {
        checkDeletable(viewer, path);
        Node seen = looking.own(viewer, path);
        boolean kept = !ground.quotas().limits().trashKept().isZero();
        Node gone = Sql.transaction(ground.database(), connection -> delete(connection, viewer, path, seen, kept));
        if (!kept && !gone.isContainer()) {
            purge.one(gone);
        }
    }

    /**
     * As {@link #delete}, but what is held somewhere below does not keep the rest.
     *
     * @return how many nodes are gone, and how many had to stay
     */
    Outcome deleteAll(Viewer viewer, RequestPath path, Progress progress) {
        checkDeletable(viewer, path);
        Node node = looking.get(viewer, path);
        Tally tally = new Tally(progress);
        deleteAll(viewer, node, tally);
        return tally.outcome();
    }

    /** True if nothing of it is left. */
    private boolean deleteAll(Viewer viewer, Node node, Tally tally) {
        if (tally.isCancelled()) {
            return false;
        }
        long count = node.isContainer() ? count(node) : 1;
        try {
            delete(viewer, node.path());
            tally.done(count);
            return true;
        } catch (VospaceFault e) {
            if (!node.isContainer() || count == 1 || !isAboutSomethingBelow(node, e)) {
                tally.failed(1);
                return false;
            }
        }
        // Something below stays, and so does every container on the way to it.
        boolean all = true;
        for (Node child : childrenOf(viewer, node)) {
            all &= deleteAll(viewer, child, tally);
        }
        if (all && !tally.isCancelled()) {
            return deleteAll(viewer, node, tally);
        }
        tally.failed(1);
        return false;
    }

    private static boolean isAboutSomethingBelow(Node node, VospaceFault fault) {
        return switch (fault.kind()) {
            case PERMISSION_DENIED, NODE_LOCKED -> !node.isImmutable() && !node.isLocked();
            default -> false;
        };
    }

    private List<Node> childrenOf(Viewer viewer, Node container) {
        List<Node> children = new ArrayList<>();
        try {
            looking.children(viewer, container, "", Long.MAX_VALUE, children::add);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return children;
    }

    private long count(Node node) {
        return Sql.read(
                ground.database(),
                connection -> Sql.list(connection, """
                        with recursive below (id) as (
                            select ?::bigint
                            union all
                            select n.id from below b join archive.node n on n.parent_id = b.id)
                        select count(*) from below""", rows -> rows.getLong(1), node.id())
                        .getFirst());
    }

    private static void checkDeletable(Viewer viewer, RequestPath path) {
        if (path.segments().size() < 3 || !path.segments().getFirst().equals(Tree.HOME)) {
            throw VospaceFault.denied(viewer, path.plain() + " cannot be deleted");
        }
    }

    private Node delete(Connection connection, Viewer viewer, RequestPath path, Node seen, boolean kept)
            throws SQLException {
        if (seen.isContainer()) {
            Ledger.lock(connection);
        }
        List<Node> above = steps.above(connection, viewer, path);
        Node node = steps.lock(connection, viewer, above, path);
        if (node == null || node.isContainer() != seen.isContainer()) {
            throw VospaceFault.notFound(path);
        }
        if (!Relocation.mayTake(viewer, above.getLast(), node)) {
            throw VospaceFault.denied(viewer, path.plain() + " cannot be deleted");
        }
        Held.checkChildren(viewer, above);
        Held.checkNode(viewer, above, node);
        if (node.isContainer()) {
            Held.checkBelow(connection, viewer, node);
        }
        Ledger.Used used = relocation.held(connection, node);
        boolean later = !forget(connection, node, used.files());
        if (kept) {
            toTrash(connection, viewer, above, node, used, later);
        }
        relocation.takeOut(
                connection,
                node,
                above.getLast(),
                kept ? ground.roots().trash() : ground.roots().gone());
        Event event = Trail.event(viewer, Action.NODE_DELETE, above, node, path.plain());
        Trail.record(connection, kept ? event.with("trash", "true") : event);
        return node;
    }

    /** True if the catalogue has nothing of it any more. */
    private boolean forget(Connection connection, Node node, long files) throws SQLException {
        if (files > AT_ONCE) {
            return false;
        }
        List<Long> ids = node.isContainer() ? Relocation.files(connection, node.id()) : List.of(node.id());
        if (!ids.isEmpty()) {
            ground.catalogue().forget(connection, ids);
        }
        return true;
    }

    private static void toTrash(
            Connection connection, Viewer viewer, List<Node> above, Node node, Ledger.Used used, boolean later)
            throws SQLException {
        @Nullable String by = viewer.caller().user();
        Sql.update(
                connection,
                """
                insert into archive.trash (node_id, home_id, owner, parent_id, name, path, bytes, files, deleted_by, catalogued)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                node.id(),
                above.get(1).id(),
                node.owner(),
                above.getLast().id(),
                node.name(),
                node.path().plain(),
                used.bytes(),
                used.files(),
                by,
                later);
    }
}
