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
        return effective(connection, chain.getLast().owner(), privateClasses(chain));
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

    /** Tells the catalogue who may see the files at and below a node whose permissions or place changed. */
    void expose(Connection connection, List<Node> above, Node top) throws SQLException {
        for (var entry : byEffective(connection, above, top).entrySet()) {
            ground.catalogue().expose(connection, entry.getValue(), entry.getKey());
        }
    }

    /** Has the files at and below a node described, which the catalogue did not know for a while. */
    void describe(Connection connection, List<Node> above, Node top) throws SQLException {
        for (var entry : byEffective(connection, above, top).entrySet()) {
            ground.catalogue().queue(connection, entry.getValue(), entry.getKey());
        }
    }

    /** The data nodes with bytes at and below a node, by the class under which the catalogue shows them. */
    private Map<Integer, List<Long>> byEffective(Connection connection, List<Node> above, Node top)
            throws SQLException {
        List<Integer> classesAbove = privateClasses(Editing.with(above, top));
        Map<List<Integer>, List<Long>> byClasses = new HashMap<>();
        for (NodeRows.Exposed file : ground.rows().exposed(connection, top.id())) {
            byClasses.computeIfAbsent(file.classes(), key -> new ArrayList<>()).add(file.id());
        }
        Map<Integer, List<Long>> byEffective = new HashMap<>();
        for (var entry : byClasses.entrySet()) {
            List<Integer> classes = new ArrayList<>(classesAbove);
            classes.addAll(entry.getKey());
            byEffective
                    .computeIfAbsent(effective(connection, top.owner(), classes), key -> new ArrayList<>())
                    .addAll(entry.getValue());
        }
        return byEffective;
    }

    /** The classes other than the public one along a chain, each once. */
    static List<Integer> privateClasses(List<Node> chain) {
        return chain.stream()
                .map(node -> node.access().accessClass())
                .filter(id -> id != AccessClass.PUBLIC)
                .distinct()
                .toList();
    }
}
