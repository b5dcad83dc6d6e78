package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.tree.NodeRows.StoredBytes;

/** Points nodes at bytes. */
final class Uploads {
    private static final int ATTEMPTS = 5;

    private final Ground ground;
    private final Steps steps;
    private final Looking looking;
    private final Editing editing;
    private final Exposure exposure;
    private final Versions versions;

    Uploads(Ground ground, Steps steps, Looking looking, Editing editing, Exposure exposure, Versions versions) {
        this.ground = ground;
        this.steps = steps;
        this.looking = looking;
        this.editing = editing;
        this.exposure = exposure;
        this.versions = versions;
    }

    /**
     * Checks that the viewer may write bytes at a path, before any are read.
     *
     * @param nonce text that makes the store name new
     */
    Tree.Place place(Viewer viewer, RequestPath path, String nonce) {
        looking.checkUserArea(viewer, path);
        List<Node> chain;
        try {
            chain = steps.writable(viewer, path);
        } catch (VospaceFault e) {
            throw asked(viewer, e);
        }
        boolean there = chain.size() == path.segments().size();
        Node existing = there ? chain.getLast() : null;
        List<Node> above = there ? chain.subList(0, chain.size() - 1) : chain;
        check(viewer, above, path, existing);
        String name = above.get(1).name() + "/" + nonce + "/" + path.name();
        return new Tree.Place(
                path,
                new ObjectKey(ground.home(), name),
                existing,
                ground.quotas().over(above));
    }

    /** Room for the bytes of a place. */
    Room room(Tree.Place place) {
        Node existing = place.existing();
        NodeBytes bytes = existing == null ? null : existing.bytes();
        return new Room(ground.database(), ground.quotas(), place.quotas(), bytes == null ? 0 : bytes.size());
    }

    /**
     * Points the node at bytes that the store has made durable, and queues them for the catalogue, in one transaction.
     * If this throws, the bytes are deleted again.
     */
    Node commit(Viewer viewer, Tree.Place place, Room room, StoredObject stored, String mediaType) {
        if (place.path().name().equals(Tree.NULL)) {
            ground.deleteBytes(stored.key().name());
            return looking.get(viewer, place.path());
        }
        boolean done = false;
        try {
            Committed committed = Sql.transaction(
                    ground.database(), connection -> commit(connection, viewer, place, room, stored, mediaType));
            done = true;
            room.spent();
            ground.seen(committed.node());
            committed.unused().forEach(ground::deleteBytes);
            return committed.node();
        } finally {
            if (!done) {
                ground.deleteBytes(stored.key().name());
            }
        }
    }

    /**
     * A node with its new bytes.
     *
     * @param unused names in the store that nothing refers to any more
     */
    private record Committed(Node node, List<String> unused) {}

    private Committed commit(
            Connection connection, Viewer viewer, Tree.Place place, Room room, StoredObject stored, String mediaType)
            throws SQLException {
        RequestPath path = place.path();
        StoredBytes bytes = new StoredBytes(stored.key().name(), stored.sizeBytes(), stored.md5(), stored.sha256());
        NodeChange typed = NodeChange.ofMediaType(mediaType);
        List<Node> above = above(connection, viewer, path);
        // What was not there a moment ago is mostly not there now: then making it saves a look.
        boolean look = place.existing() != null;
        for (int i = 0; i < ATTEMPTS; i++) {
            Node existing = look ? ground.rows().lockChild(connection, above.getLast(), path.name()) : null;
            look = true;
            check(viewer, above, path, existing);
            if (existing != null) {
                return replace(connection, viewer, above, existing, room, bytes, mediaType);
            }
            if (!viewer.writes(above.getLast())) {
                throw VospaceFault.denied(viewer, path.parent().plain() + " is not writable");
            }
            Node made = editing.insert(connection, viewer, above, path, NodeType.DATA, typed, bytes);
            if (made != null) {
                settle(connection, viewer, above, made, room, bytes.sizeBytes(), 1);
                return new Committed(made, List.of());
            }
        }
        throw new VospaceFault(VospaceFault.Kind.DUPLICATE_NODE, path, "");
    }

    private List<Node> above(Connection connection, Viewer viewer, RequestPath path) throws SQLException {
        try {
            return steps.above(connection, viewer, path);
        } catch (VospaceFault e) {
            throw asked(viewer, e);
        }
    }

    /** Who is nobody and sees nothing there is asked for a name, whatever there is. */
    private static VospaceFault asked(Viewer viewer, VospaceFault fault) {
        return fault.kind() == VospaceFault.Kind.CONTAINER_NOT_FOUND && viewer.isAnonymous()
                ? VospaceFault.denied(viewer, "writing needs a token")
                : fault;
    }

    private Committed replace(
            Connection connection,
            Viewer viewer,
            List<Node> above,
            Node existing,
            Room room,
            StoredBytes bytes,
            String mediaType)
            throws SQLException {
        NodeBytes old = existing.bytes();
        Versions.Kept kept = versions.keep(connection, above, existing);
        if (old != null) {
            ground.catalogue().forget(connection, List.of(existing.id()));
        }
        Node now = ground.rows().updateBytes(connection, existing, bytes, mediaType);
        settle(connection, viewer, above, now, room, bytes.sizeBytes() - kept.freedBytes(), old == null ? 1 : 0);
        return new Committed(now, kept.unused());
    }

    /** What follows from new bytes: the books, the catalogue, the trail. */
    private void settle(
            Connection connection, Viewer viewer, List<Node> above, Node node, Room room, long more, int files)
            throws SQLException {
        NavigableMap<Long, Long> quotas = ground.quotas().over(above);
        if (!quotas.isEmpty() && !room.covers(quotas, more)) {
            Long promise = room.promise();
            if (promise != null) {
                Quotas.end(connection, promise);
            }
            ground.quotas().check(connection, quotas, more);
        }
        Ledger.add(connection, above.getLast().id(), more, files, room.promise());
        List<Node> chain = Editing.with(above, node);
        NodeBytes bytes = node.bytes();
        if (bytes != null && bytes.size() > 0) {
            ground.catalogue()
                    .queue(
                            connection,
                            node.id(),
                            bytes.key().name(),
                            node.name(),
                            exposure.effective(connection, chain));
        }
        Trail.record(
                connection,
                Trail.event(viewer, Action.NODE_WRITE, chain).with("bytes", bytes == null ? 0 : bytes.size()));
    }

    private static void check(Viewer viewer, List<Node> above, RequestPath path, @Nullable Node existing) {
        Node parent = above.getLast();
        if (existing == null) {
            Held.checkChildren(viewer, above);
            return;
        }
        if (!viewer.sees(existing) || !(viewer.writes(existing) || viewer.writes(parent))) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        Held.checkNode(viewer, above, existing);
        if (!existing.type().holdsBytes()) {
            throw VospaceFault.invalidArgument(path.plain() + ": expected a DataNode, found "
                    + existing.type().xmlName());
        }
    }
}
