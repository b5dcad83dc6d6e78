package org.xingvo.vospace.tree;

import java.util.List;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/** Deletes nodes with everything below. */
final class Removal {
    private final Ground ground;
    private final Looking looking;

    Removal(Ground ground, Looking looking) {
        this.ground = ground;
        this.looking = looking;
    }

    /** Deletes a node with everything below it, and what the catalogue says of it. */
    void delete(Viewer viewer, RequestPath path) {
        Node seen = looking.get(viewer, path);
        if (seen.isVirtual() || path.segments().size() < 3 || !mayDelete(viewer, path, seen)) {
            throw VospaceFault.denied(viewer, path.plain() + " cannot be deleted");
        }
        List<NodeRows.Leaf> gone = Sql.transaction(ground.database(), connection -> {
            List<NodeRows.Leaf> leaves = ground.rows().lockTree(connection, seen.id());
            if (leaves.isEmpty()) {
                throw VospaceFault.notFound(path);
            }
            ground.catalogue()
                    .forget(connection, leaves.stream().map(NodeRows.Leaf::id).toList());
            ground.rows().delete(connection, seen.id());
            return leaves;
        });
        gone.forEach(leaf -> ground.deleteBytes(leaf.storePath()));
    }

    private boolean mayDelete(Viewer viewer, RequestPath path, Node node) {
        return viewer.owns(node) || viewer.writes(looking.get(viewer, path.parent()));
    }
}
