package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/** What a change asks for, held against who asks and what the node is now. */
final class Wishes {
    private final Ground ground;

    Wishes(Ground ground) {
        this.ground = ground;
    }

    /** What a node's own columns become. */
    record Asked(int accessClass, Set<String> writeGroups, Map<String, String> properties) {}

    Asked asked(Connection connection, Viewer viewer, Node node, NodeChange change) throws SQLException {
        if (change.touchesPermissions()
                && !viewer.owns(node)
                && !new Permissions(node).equals(new Permissions(node, change))) {
            throw VospaceFault.denied(viewer, "permissions are changed by the owner only");
        }
        boolean isPublic = change.isPublic() == null ? node.access().isPublic() : change.isPublic();
        Set<String> readGroups = change.readGroups() == null ? node.access().readGroups() : change.readGroups();
        Set<String> writeGroups = change.writeGroups() == null ? node.writeGroups() : change.writeGroups();
        checkGroups(connection, change);
        Map<String, String> properties = new HashMap<>(node.properties());
        properties.remove(Properties.TYPE);
        change.properties().forEach((uri, value) -> {
            if (value.isPresent()) {
                properties.put(uri, value.get());
            } else {
                properties.remove(uri);
            }
        });
        if (properties.size() > NodeChange.MAX_PROPERTIES) {
            throw VospaceFault.invalidArgument("properties: expected at most " + NodeChange.MAX_PROPERTIES
                    + " on a node, found " + properties.size());
        }
        if (!readGroups.isEmpty()) {
            properties.put(Properties.GROUP_READ, String.join(" ", new TreeSet<>(readGroups)));
        }
        return new Asked(
                ground.identities().accessClass(connection, isPublic, node.owner(), readGroups),
                writeGroups,
                properties);
    }

    private record Permissions(boolean isPublic, Set<String> readGroups, Set<String> writeGroups) {
        Permissions(Node node) {
            this(node.access().isPublic(), node.access().readGroups(), node.writeGroups());
        }

        Permissions(Node node, NodeChange change) {
            this(
                    change.isPublic() == null ? node.access().isPublic() : change.isPublic(),
                    change.readGroups() == null ? node.access().readGroups() : change.readGroups(),
                    change.writeGroups() == null ? node.writeGroups() : change.writeGroups());
        }
    }

    void checkGroups(Connection connection, NodeChange change) throws SQLException {
        Set<String> named = new HashSet<>();
        if (change.readGroups() != null) {
            named.addAll(change.readGroups());
        }
        if (change.writeGroups() != null) {
            named.addAll(change.writeGroups());
        }
        List<String> unknown = named.isEmpty() ? List.of() : ground.rows().unknownGroups(connection, named);
        if (!unknown.isEmpty()) {
            throw VospaceFault.invalidArgument("group: expected an existing one, found '" + unknown.getFirst() + "'");
        }
    }

    static void checkFixed(Viewer viewer, Node node, NodeChange change) {
        NodeBytes bytes = node.bytes();
        for (var sent : change.fixed().entrySet()) {
            String now = switch (sent.getKey()) {
                case Properties.LENGTH -> bytes == null ? "0" : Long.toString(bytes.size());
                case Properties.MD5 -> bytes == null ? "" : bytes.md5Hex();
                case Properties.CREATOR -> node.owner();
                default -> null;
            };
            if (now != null && !sent.getValue().isEmpty() && !sent.getValue().equals(now)) {
                throw VospaceFault.denied(viewer, sent.getKey() + " is read-only");
            }
        }
    }
}
