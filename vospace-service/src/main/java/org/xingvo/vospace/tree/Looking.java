package org.xingvo.vospace.tree;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Reads nodes and their children as far as a viewer may see them. */
final class Looking {
    private static final int PAGE = 500;
    private static final int MAX_LINKS = 8;

    private final Ground ground;
    private final Steps steps;

    Looking(Ground ground, Steps steps) {
        this.ground = ground;
        this.steps = steps;
    }

    /**
     * The node at a path.
     *
     * @throws VospaceFault NodeNotFound if there is none for this viewer; LinkFound if an ancestor is a link
     */
    Node get(Viewer viewer, RequestPath path) {
        return find(viewer, path).orElseThrow(() -> VospaceFault.notFound(path));
    }

    /** As {@link #get}, with absence as a value. */
    Optional<Node> find(Viewer viewer, RequestPath path) {
        if (path.isRoot()) {
            return Optional.of(steps.root());
        }
        return switch (path.segments().getFirst()) {
            case Tree.DATA -> Optional.ofNullable(ground.collections().find(path, viewer.visibility()));
            case Tree.HOME -> {
                List<Node> chain = steps.chain(viewer, path);
                yield chain.size() == path.segments().size() ? Optional.of(chain.getLast()) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** As {@link #get}, with links at the end of the path followed within this space. */
    Node follow(Viewer viewer, RequestPath path, Function<String, RequestPath> resolver) {
        Node node = get(viewer, path);
        for (int hops = 0; node.type() == NodeType.LINK; hops++) {
            String target = node.target();
            if (hops == MAX_LINKS || target == null) {
                throw VospaceFault.invalidArgument(
                        path.plain() + ": expected at most " + MAX_LINKS + " links to a target, found more");
            }
            node = get(viewer, resolver.apply(target));
        }
        return node;
    }

    /**
     * The children that the viewer may see, in one stable order.
     *
     * @param from name of the first child wanted; "" for all
     * @param limit at most so many
     */
    void children(Viewer viewer, Node container, String from, long limit, ChildReceiver receiver) throws IOException {
        if (container.path().isRoot()) {
            long left = limit;
            for (Node child : List.of(ground.collections().rootNode(), get(viewer, Ground.ROOT.child(Tree.HOME)))) {
                if (left > 0 && child.name().compareTo(from) >= 0) {
                    receiver.accept(child);
                    left--;
                }
            }
        } else if (container.isVirtual()) {
            ground.collections().children(container, viewer.visibility(), from, limit, receiver);
        } else {
            homeChildren(viewer, container, from, limit, receiver);
        }
    }

    private void homeChildren(Viewer viewer, Node container, String from, long limit, ChildReceiver receiver)
            throws IOException {
        String cursor = from;
        boolean inclusive = true;
        long left = limit;
        while (left > 0) {
            String start = cursor;
            boolean withStart = inclusive;
            List<Node> page = Sql.read(
                    ground.database(),
                    connection -> ground.rows().children(connection, container, start, withStart, PAGE));
            for (Node child : page) {
                if (left > 0 && viewer.sees(child)) {
                    receiver.accept(child);
                    left--;
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            cursor = page.getLast().name();
            inclusive = false;
        }
    }

    /** All property URIs that users have set anywhere the public can see. */
    List<String> propertiesInUse() {
        return Sql.read(ground.database(), connection -> Sql.list(connection, """
                        select distinct k.uri from archive.node n, lateral jsonb_object_keys(n.properties) as k(uri)
                         where n.access_class = 0 order by 1 limit 1000""", row -> row.getString(1)));
    }

    /** Refuses what can never be made or written: everything that is not below the home of a user. */
    void checkUserArea(Viewer viewer, RequestPath path) {
        if (path.segments().size() < 3 || !path.segments().getFirst().equals(Tree.HOME)) {
            if (path.isRoot() || find(viewer, path.parent()).isEmpty()) {
                throw VospaceFault.containerNotFound(path.parent());
            }
            throw VospaceFault.denied(
                    viewer, path.plain() + " is not writable: the user area is /" + Tree.HOME + "/USER");
        }
    }

    /** As {@link Tree#checkBytes}. */
    void checkBytes(Viewer viewer, Node node) {
        if (!givesBytes(viewer, node)) {
            throw new VospaceFault(
                    viewer.isAnonymous() ? Kind.NOT_AUTHENTICATED : Kind.PERMISSION_DENIED,
                    node.path().plain() + ": the files of this collection are for "
                            + (viewer.isAnonymous() ? "some; sign in" : "others"));
        }
    }

    /** As {@link Tree#givesBytes}. */
    boolean givesBytes(Viewer viewer, Node node) {
        String collection = node.collection();
        return collection == null || ground.collections().givesBytes(collection, viewer.visibility());
    }
}
