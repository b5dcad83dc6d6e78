package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xingvo.schemas.AccessClass;
import org.xingvo.vospace.node.Node;

/** Who may see what the catalogue says of files: whoever may see every node down to them. */
final class Exposure {
    private final Ground ground;

    Exposure(Ground ground) {
        this.ground = ground;
    }

    /**
     * The class under which the catalogue shows a file: the viewer must be allowed at every step down to it. With the
     * owner the same all the way, that is the groups common to all private steps.
     */
    int effective(Connection connection, List<Node> chain) throws SQLException {
        List<Integer> classes = chain.stream()
                .map(node -> node.access().accessClass())
                .filter(id -> id != AccessClass.PUBLIC)
                .distinct()
                .toList();
        return effective(connection, chain.getLast().owner(), classes);
    }

    private int effective(Connection connection, String owner, List<Integer> classes) throws SQLException {
        List<Integer> distinct = classes.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return AccessClass.PUBLIC;
        }
        if (distinct.size() == 1) {
            return distinct.getFirst();
        }
        Set<String> groups = null;
        for (int id : distinct) {
            Set<String> readers = ground.rows().readGroups(connection, id);
            if (groups == null) {
                groups = new HashSet<>(readers);
            } else {
                groups.retainAll(readers);
            }
        }
        return ground.identities().accessClass(connection, false, owner, groups == null ? Set.of() : groups);
    }

    /** Tells the catalogue who may see the files at and below a node whose permissions changed. */
    void expose(Connection connection, List<Node> chain) throws SQLException {
        Node top = chain.getLast();
        List<Integer> above = new ArrayList<>();
        for (Node node : ground.rows().chain(connection, top.path())) {
            if (node.access().accessClass() != AccessClass.PUBLIC) {
                above.add(node.access().accessClass());
            }
        }
        Map<List<Integer>, List<Long>> byClasses = new HashMap<>();
        for (NodeRows.Exposed file : ground.rows().exposed(connection, top.id())) {
            byClasses.computeIfAbsent(file.classes(), key -> new ArrayList<>()).add(file.id());
        }
        for (var entry : byClasses.entrySet()) {
            List<Integer> classes = new ArrayList<>(above);
            classes.addAll(entry.getKey());
            ground.catalogue().expose(connection, entry.getValue(), effective(connection, top.owner(), classes));
        }
    }
}
