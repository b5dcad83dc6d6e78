package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/** What a change asks for, held against who asks and what the node is now. */
final class Wishes {
    private static final List<String> OWNERS =
            List.of(Properties.IMMUTABLE, Properties.INHERIT_PERMISSIONS, Properties.VERSIONS);

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
        checkMarks(viewer, node, node.properties(), properties);
        if (properties.size() > NodeChange.MAX_PROPERTIES) {
            throw VospaceFault.invalidArgument("properties: expected at most " + NodeChange.MAX_PROPERTIES
                    + " on a node, found " + properties.size());
        }
        if (!readGroups.isEmpty()) {
            properties.put(Properties.GROUP_READ, String.join(" ", new TreeSet<>(readGroups)));
        }
        return new Asked(
                ground.identities().accessClass(connection, isPublic, node.owner(), readers(readGroups, writeGroups)),
                writeGroups,
                properties);
    }

    /** Who may write may read, too (VOSpace 2.1, section 3.2.2). */
    static Set<String> readers(Set<String> readGroups, Set<String> writeGroups) {
        Set<String> readers = new HashSet<>(readGroups);
        readers.addAll(writeGroups);
        return readers;
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

    void checkFixed(Viewer viewer, Node node, NodeChange change) {
        NodeBytes bytes = node.bytes();
        for (var sent : change.fixed().entrySet()) {
            String now = switch (sent.getKey()) {
                case Properties.LENGTH -> node.isContainer() ? null : bytes == null ? "0" : Long.toString(bytes.size());
                case Properties.MD5 -> bytes == null ? "" : bytes.md5Hex();
                case Properties.CREATOR -> node.owner();
                case Properties.QUOTA ->
                    viewer.caller().operator()
                            ? null
                            : Objects.toString(ground.quotas().quota(node), "none");
                default -> null;
            };
            if (now != null && !sent.getValue().isEmpty() && !sent.getValue().equals(now)) {
                throw VospaceFault.denied(viewer, sent.getKey() + " is read-only");
            }
        }
    }

    /** The quota that an operator asks for; negative: none any more; null: as it is. */
    static @Nullable Long quota(Viewer viewer, Node node, NodeChange change) {
        String text = change.fixed().get(Properties.QUOTA);
        if (text == null || !viewer.caller().operator() || !node.isContainer()) {
            return null;
        }
        if (text.isEmpty()) {
            return node.quota() == null ? null : -1L;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw VospaceFault.invalidArgument(
                    Properties.QUOTA + ": expected bytes as a whole number from 0, found '" + text + "'");
        }
        long bytes = Long.parseLong(text);
        return node.quota() != null && node.quota() == bytes ? null : (Long) bytes;
    }

    /** Marks that hold other writers back, and versions that use their space, are set by the owner. */
    static void checkMarks(Viewer viewer, Node owned, Map<String, String> before, Map<String, String> after) {
        for (String mark : OWNERS) {
            if (!viewer.owns(owned) && !Objects.equals(before.get(mark), after.get(mark))) {
                throw VospaceFault.denied(viewer, mark + " is set by the owner only");
            }
        }
    }
}
