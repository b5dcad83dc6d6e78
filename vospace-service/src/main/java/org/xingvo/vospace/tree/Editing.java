package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Event;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.NodeRows.NewNode;
import org.xingvo.vospace.tree.NodeRows.StoredBytes;

/** Makes nodes and changes what nodes say of themselves. */
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
            Held.checkChildren(viewer, above);
            Node node = insert(connection, viewer, above, path, type, change, null);
            if (node == null) {
                throw new VospaceFault(Kind.DUPLICATE_NODE, path, "");
            }
            wishes.checkFixed(viewer, node, change);
            Long quota = Wishes.quota(viewer, node, change);
            if (quota != null) {
                ground.rows().setQuota(connection, node.id(), quota);
                node = Objects.requireNonNull(steps.lock(connection, viewer, above, path));
            }
            Trail.record(connection, Trail.event(viewer, Action.NODE_CREATE, with(above, node)));
            return node;
        });
        ground.seen(made);
        return made;
    }

    /** Changes what a node says of itself: properties, permissions, a link's target, an operator its quota. */
    Node change(Viewer viewer, RequestPath path, NodeChange change) {
        Node seen = looking.own(viewer, path);
        if (seen.isVirtual() || path.segments().size() < 2 || !viewer.writes(seen)) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        Node changed = Sql.transaction(ground.database(), connection -> change(connection, viewer, path, change));
        ground.seen(changed);
        return changed;
    }

    private Node change(Connection connection, Viewer viewer, RequestPath path, NodeChange change) throws SQLException {
        List<Node> above = steps.above(connection, viewer, path);
        Node node = steps.lock(connection, viewer, above, path);
        if (node == null || !viewer.writes(node)) {
            throw VospaceFault.notFound(path);
        }
        wishes.checkFixed(viewer, node, change);
        Wishes.Asked asked = wishes.asked(connection, viewer, node, change);
        if (node.isLocked() && "true".equals(asked.properties().get(Properties.IS_LOCKED))) {
            throw new VospaceFault(Kind.NODE_LOCKED, path.plain());
        }
        if (change.target() != null && !change.target().equals(node.target())) {
            if (node.type() != NodeType.LINK) {
                throw VospaceFault.invalidArgument(
                        "target: expected a LinkNode, found " + node.type().xmlName());
            }
            Held.checkImmutable(viewer, with(above, node));
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
        Long quota = Wishes.quota(viewer, node, change);
        if (quota != null) {
            ground.rows().setQuota(connection, node.id(), quota < 0 ? null : quota);
        }
        Node now = Objects.requireNonNull(steps.lock(connection, viewer, above, path));
        boolean access = asked.accessClass() != node.access().accessClass()
                || !asked.writeGroups().equals(node.writeGroups());
        if (asked.accessClass() != node.access().accessClass()) {
            exposure.expose(connection, above, now);
        }
        Action action = quota != null ? Action.NODE_QUOTA : access ? Action.NODE_ACCESS : Action.NODE_CHANGE;
        Event event = Trail.event(viewer, action, with(above, now));
        Trail.record(connection, access ? event.with(Trail.FROM_CLASSES, Trail.classes(above, node)) : event);
        return now;
    }

    /**
     * Makes the row of a node under ancestors that are held; null: the name is taken.
     *
     * @param bytes null: none
     */
    @Nullable
    Node insert(
            Connection connection,
            Viewer viewer,
            List<Node> above,
            RequestPath path,
            NodeType type,
            NodeChange change,
            @Nullable StoredBytes bytes)
            throws SQLException {
        Node parent = above.getLast();
        if (change.touchesPermissions() && !viewer.owns(parent)) {
            throw VospaceFault.denied(viewer, "permissions are set by the owner only");
        }
        wishes.checkGroups(connection, change);
        // "true": all children are as their parent. "false": what is not asked for is closed. Else it is as the parent.
        String inherit = parent.properties().getOrDefault(Properties.INHERIT_PERMISSIONS, "");
        boolean always = inherit.equals("true");
        boolean open = !inherit.equals("false");
        Boolean askedPublic = always ? null : change.isPublic();
        Set<String> askedReaders = always ? null : change.readGroups();
        Set<String> askedWriters = always ? null : change.writeGroups();
        boolean isPublic =
                Objects.requireNonNullElse(askedPublic, open && parent.access().isPublic());
        Set<String> readGroups =
                Objects.requireNonNullElse(askedReaders, open ? parent.access().readGroups() : Set.of());
        Set<String> writeGroups = Objects.requireNonNullElse(askedWriters, open ? parent.writeGroups() : Set.of());
        boolean asParent = open && askedPublic == null && askedReaders == null && askedWriters == null;
        Map<String, String> properties = new HashMap<>();
        change.properties().forEach((uri, value) -> value.ifPresent(text -> properties.put(uri, text)));
        if (always && type == NodeType.CONTAINER) {
            properties.putIfAbsent(Properties.INHERIT_PERMISSIONS, "true");
        }
        Wishes.checkMarks(viewer, parent, Map.of(), properties);
        if (!readGroups.isEmpty()) {
            properties.put(Properties.GROUP_READ, String.join(" ", new TreeSet<>(readGroups)));
        }
        int accessClass = asParent
                ? parent.access().accessClass()
                : ground.identities()
                        .accessClass(connection, isPublic, parent.owner(), Wishes.readers(readGroups, writeGroups));
        return ground.rows()
                .insert(
                        connection,
                        new NewNode(
                                parent.id(),
                                path.name(),
                                type,
                                parent.owner(),
                                accessClass,
                                writeGroups,
                                properties,
                                change.target(),
                                change.mediaType(),
                                bytes),
                        path);
    }

    static List<Node> with(List<Node> above, Node node) {
        List<Node> chain = new ArrayList<>(above);
        chain.add(node);
        return chain;
    }

    private static @Nullable String mediaType(Node node) {
        return node.properties().get(Properties.TYPE);
    }
}
