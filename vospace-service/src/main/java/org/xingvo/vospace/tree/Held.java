package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Nodes that are kept as they are: immutable with all below (VOSpace 2.1, section 3.1), or locked for a while. */
final class Held {
    private Held() {}

    /** Refuses to add or remove children of the last of a chain. */
    static void checkChildren(Viewer viewer, List<Node> chain) {
        checkImmutable(viewer, chain);
        Node parent = chain.getLast();
        if (parent.isLocked()) {
            throw locked(parent);
        }
    }

    /** Refuses to write, move, retarget or remove a node below a chain. */
    static void checkNode(Viewer viewer, List<Node> above, Node node) {
        checkImmutable(viewer, above);
        checkImmutable(viewer, List.of(node));
        if (node.isLocked()) {
            throw locked(node);
        }
    }

    static void checkImmutable(Viewer viewer, List<Node> chain) {
        for (Node node : chain) {
            if (node.isImmutable()) {
                throw VospaceFault.denied(viewer, node.path().plain() + " is immutable");
            }
        }
    }

    private static VospaceFault locked(Node node) {
        return new VospaceFault(Kind.NODE_LOCKED, node.path().plain());
    }

    /** Refuses to remove a container in which something is held. There are few of these, so the way goes up from them. */
    static void checkBelow(Connection connection, Viewer viewer, Node container) throws SQLException {
        List<Boolean> held = Sql.list(connection, """
                with recursive up (id, parent_id, immutable) as (
                    select n.id, n.parent_id, coalesce(n.properties ->> 'ivo://ivoa.net/vospace/core#immutable', '') = 'true'
                      from archive.node n
                     where n.properties ??| array['ivo://ivoa.net/vospace/core#immutable',
                                                 'ivo://cadc.nrc.ca/vospace/core#islocked']
                       and 'true' in (n.properties ->> 'ivo://ivoa.net/vospace/core#immutable',
                                      n.properties ->> 'ivo://cadc.nrc.ca/vospace/core#islocked')
                    union all
                    select n.id, n.parent_id, u.immutable from up u join archive.node n on n.id = u.parent_id)
                select u.immutable from up u where u.parent_id = ? order by 1 desc limit 1""", rows -> rows.getBoolean(1), container.id());
        if (!held.isEmpty()) {
            throw held.getFirst()
                    ? VospaceFault.denied(
                            viewer, "something in " + container.path().plain() + " is immutable")
                    : new VospaceFault(
                            Kind.NODE_LOCKED, "something in " + container.path().plain() + " is locked");
        }
    }
}
