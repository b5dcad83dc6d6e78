package org.xingvo.vospace.transfer;

import java.util.Optional;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Tree;

/**
 * Finds nodes behind links, within this space and never through more than a few. The viewer must be allowed at every step.
 * Thread-safe.
 */
public final class Pathfinder {
    /** Links that are followed on one way. */
    static final int MOST_LINKS = 8;

    private final Tree tree;
    private final NodeUri uris;

    public Pathfinder(Tree tree, NodeUri uris) {
        this.tree = tree;
        this.uris = uris;
    }

    /** The node that is no link at the end of the way from a path. */
    public Node reach(Viewer viewer, RequestPath path) {
        try {
            Node node = tree.get(viewer, path);
            return node.type() == NodeType.LINK ? tree.get(viewer, real(viewer, path)) : node;
        } catch (VospaceFault e) {
            if (e.kind() != Kind.LINK_FOUND) {
                throw e;
            }
            return tree.get(viewer, real(viewer, path));
        }
    }

    /** The path without links, as far as there are nodes along it. */
    public RequestPath real(Viewer viewer, RequestPath path) {
        RequestPath at = path;
        int hops = 0;
        int names = 1;
        while (names <= at.segments().size()) {
            Optional<Node> node =
                    tree.find(viewer, new RequestPath(at.segments().subList(0, names)));
            if (node.isEmpty()) {
                return at;
            }
            String target = node.get().target();
            if (node.get().type() != NodeType.LINK || target == null) {
                names++;
                continue;
            }
            if (++hops > MOST_LINKS) {
                throw VospaceFault.invalidArgument(
                        path.plain() + ": expected at most " + MOST_LINKS + " links on the way, found more");
            }
            at = joined(inside(target), at.from(names));
            names = 1;
        }
        return at;
    }

    private RequestPath inside(String target) {
        try {
            return uris.path(target);
        } catch (VospaceFault e) {
            throw VospaceFault.invalidArgument(
                    "link: expected a target in " + uris.space() + ", found " + target.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private static RequestPath joined(RequestPath start, RequestPath rest) {
        RequestPath whole = start;
        for (String name : rest.segments()) {
            whole = whole.child(name);
        }
        return whole;
    }
}
