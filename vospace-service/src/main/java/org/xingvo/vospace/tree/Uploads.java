package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.tree.Tree.Place;

/** Points nodes at bytes. */
final class Uploads {
    private final Ground ground;
    private final Steps steps;
    private final Looking looking;
    private final Editing editing;
    private final Exposure exposure;

    Uploads(Ground ground, Steps steps, Looking looking, Editing editing, Exposure exposure) {
        this.ground = ground;
        this.steps = steps;
        this.looking = looking;
        this.editing = editing;
        this.exposure = exposure;
    }

    /**
     * Checks that the viewer may write bytes at a path, before any are read.
     *
     * @param nonce text that makes the store name new
     */
    Place place(Viewer viewer, RequestPath path, String nonce) {
        looking.checkUserArea(viewer, path);
        return Sql.read(ground.database(), connection -> {
            List<Node> above = steps.parents(connection, viewer, path);
            List<Node> chain = ground.rows().chain(connection, path);
            Node existing = chain.size() == path.segments().size() ? chain.getLast() : null;
            checkReceiver(viewer, above.getLast(), path, existing);
            String name = above.get(1).name() + "/" + nonce + "/" + path.name();
            return new Place(path, new ObjectKey(ground.home(), name), existing);
        });
    }

    /**
     * Points the node at bytes that the store has made durable, and queues them for the catalogue, in one transaction.
     * If this throws, the bytes are deleted again.
     */
    Node commit(Viewer viewer, Place place, StoredObject stored, String mediaType) {
        boolean done = false;
        try {
            Committed committed = Sql.transaction(
                    ground.database(), connection -> commit(connection, viewer, place, stored, mediaType));
            done = true;
            ground.identities().forget();
            ground.deleteBytes(committed.oldStorePath());
            return committed.node();
        } finally {
            if (!done) {
                ground.deleteBytes(stored.key().name());
            }
        }
    }

    private record Committed(Node node, @Nullable String oldStorePath) {}

    private Committed commit(Connection connection, Viewer viewer, Place place, StoredObject stored, String mediaType)
            throws SQLException {
        RequestPath path = place.path();
        List<Node> above = steps.parents(connection, viewer, path);
        List<Node> chain = ground.rows().chain(connection, path);
        Node existing = chain.size() == path.segments().size() ? chain.getLast() : null;
        checkReceiver(viewer, above.getLast(), path, existing);
        long id = existing != null
                ? existing.id()
                : editing.insert(connection, viewer, above, path, NodeType.DATA, NodeChange.NONE);
        if (!ground.rows().lock(connection, id)) {
            throw VospaceFault.notFound(path);
        }
        Node node = steps.reread(connection, path, id);
        ground.rows()
                .updateBytes(
                        connection,
                        id,
                        stored.key().name(),
                        stored.sizeBytes(),
                        stored.md5(),
                        stored.sha256(),
                        mediaType);
        ground.catalogue().forget(connection, List.of(id));
        if (stored.sizeBytes() > 0) {
            List<Node> whole = new ArrayList<>(above);
            whole.add(node);
            ground.catalogue().queue(connection, id, stored.key().name(), path, exposure.effective(connection, whole));
        }
        NodeBytes old = node.bytes();
        return new Committed(
                steps.reread(connection, path, id),
                old == null ? null : old.key().name());
    }

    private static void checkReceiver(Viewer viewer, Node parent, RequestPath path, @Nullable Node existing) {
        if (existing == null) {
            return;
        }
        if (!viewer.sees(existing) || !(viewer.writes(existing) || viewer.writes(parent))) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        if (!existing.type().holdsBytes()) {
            throw VospaceFault.invalidArgument(path.plain() + ": expected a DataNode, found "
                    + existing.type().xmlName());
        }
    }
}
