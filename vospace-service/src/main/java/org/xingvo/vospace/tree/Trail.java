package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Audit;
import org.xingvo.dali.auth.Event;
import org.xingvo.schemas.AccessClass;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;

/**
 * What happened to nodes, written with the change itself. Each event tells the access classes of all nodes down to the
 * one it is about, as they were then: without them nobody could say later who may know of it. Stateless.
 */
final class Trail {
    static final String CLASSES = "classes";
    static final String TYPE = "type";
    static final String FROM = "from";
    static final String SOURCE = "source";
    static final String FROM_CLASSES = "fromclasses";

    private Trail() {}

    /** An event of the last node of a chain. */
    static Event event(Viewer viewer, Action action, List<Node> chain) {
        Node node = chain.getLast();
        return event(viewer, action, chain, node, node.path().plain());
    }

    /** An event of a node with the chain of those above it, or one that ends with it. */
    static Event event(Viewer viewer, Action action, List<Node> chain, Node node, String path) {
        return Event.by(viewer.caller(), action, path)
                .node(node.id())
                .with(TYPE, node.type().xmlName())
                .with(CLASSES, classes(chain, node));
    }

    static void record(Connection connection, Event event) throws SQLException {
        Audit.record(connection, event);
    }

    static String classes(List<Node> chain, Node node) {
        return java.util.stream.Stream.concat(chain.stream(), java.util.stream.Stream.of(node))
                .map(each -> each.access().accessClass())
                .filter(id -> id != AccessClass.PUBLIC)
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
