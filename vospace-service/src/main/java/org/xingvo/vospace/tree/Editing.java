package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Makes nodes without bytes and changes what nodes say of themselves. */
final class Editing {
    private final Ground ground;
    private final Steps steps;
    private final Looking looking;
    private final Wishes wishes;
    private final Exposure exposure;

    Editing(Ground ground, Steps steps, Looking looking, Exposure exposure) {
        this.ground = ground;
        this.steps = steps;
        this.looking = looking;
        this.wishes = new Wishes(ground);
        this.exposure = exposure;
    }

    /** Makes a node without bytes. */
    Node create(Viewer viewer, RequestPath path, NodeType type, NodeChange change) {
        looking.checkUserArea(viewer, path);
        Node made = Sql.transaction(ground.database(), connection -> {
            List<Node> above = steps.parents(connection, viewer, path);
            long id = insert(connection, viewer, above, path, type, change);
            return steps.reread(connection, path, id);
        });
        ground.identities().forget();
        return made;
    }

    /** Changes what a node says of itself: properties, permissions, a link's target. */
    Node change(Viewer viewer, RequestPath path, NodeChange change) {
        Node seen = looking.get(viewer, path);
        if (seen.isVirtual() || !viewer.writes(seen)) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        Node changed = Sql.transaction(ground.database(), connection -> {
            List<Node> chain = steps.visible(connection, viewer, path);
            steps.share(connection, chain.subList(0, chain.size() - 1));
            if (!ground.rows().lock(connection, seen.id())) {
                throw VospaceFault.notFound(path);
            }
            // Read again now that nobody else writes.
            chain = steps.visible(connection, viewer, path);
            Node node = chain.getLast();
            if (node.id() != seen.id() || !viewer.writes(node)) {
                throw VospaceFault.notFound(path);
            }
            Wishes.checkFixed(viewer, node, change);
            Wishes.Asked asked = wishes.asked(connection, viewer, node, change);
            if (change.target() != null && node.type() != NodeType.LINK) {
                throw VospaceFault.invalidArgument(
                        "target: expected a LinkNode, found " + node.type().xmlName());
            }
            ground.rows()
                    .update(
                            connection,
                            node.id(),
                            asked.accessClass(),
                            asked.writeGroups(),
                            asked.properties(),
                            change.target() == null ? node.target() : change.target(),
                            change.mediaType() == null ? mediaType(node) : change.mediaType());
            if (asked.accessClass() != node.access().accessClass()) {
                exposure.expose(connection, chain);
            }
            return steps.reread(connection, path, node.id());
        });
        ground.identities().forget();
        return changed;
    }

    long insert(
            Connection connection, Viewer viewer, List<Node> above, RequestPath path, NodeType type, NodeChange change)
            throws SQLException {
        Node parent = above.getLast();
        boolean isPublic = change.isPublic() == null ? parent.access().isPublic() : change.isPublic();
        Set<String> readGroups = change.readGroups() == null ? parent.access().readGroups() : change.readGroups();
        Set<String> writeGroups = change.writeGroups() == null ? parent.writeGroups() : change.writeGroups();
        if (change.touchesPermissions() && !viewer.owns(parent)) {
            throw VospaceFault.denied(viewer, "permissions are set by the owner only");
        }
        wishes.checkGroups(connection, change);
        Map<String, String> properties = new HashMap<>();
        change.properties().forEach((uri, value) -> value.ifPresent(text -> properties.put(uri, text)));
        if (!readGroups.isEmpty()) {
            properties.put(Properties.GROUP_READ, String.join(" ", new TreeSet<>(readGroups)));
        }
        Long id = ground.rows()
                .insert(
                        connection,
                        parent,
                        path.name(),
                        type,
                        ground.identities().accessClass(connection, isPublic, parent.owner(), readGroups),
                        writeGroups,
                        properties,
                        change.target(),
                        change.mediaType());
        if (id == null) {
            throw new VospaceFault(Kind.DUPLICATE_NODE, path.plain());
        }
        return id;
    }

    private static @Nullable String mediaType(Node node) {
        return node.properties().get(Properties.TYPE);
    }
}
