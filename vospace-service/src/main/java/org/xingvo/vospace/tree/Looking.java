package org.xingvo.vospace.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    /** As {@link #get}, for a node to be changed: where not even its container is there, that is told. */
    Node own(Viewer viewer, RequestPath path) {
        return find(viewer, path).orElseThrow(() -> {
            boolean inContainer =
                    find(viewer, path.parent()).filter(Node::isContainer).isPresent();
            return inContainer ? VospaceFault.notFound(path) : VospaceFault.containerNotFound(path.parent());
        });
    }

    /** As {@link #get}, with absence as a value. */
    Optional<Node> find(Viewer viewer, RequestPath path) {
        if (path.isRoot()) {
            return Optional.of(steps.root());
        }
        String first = path.segments().getFirst();
        if (first.startsWith(Tree.BY_NODE) && path.segments().size() <= 2) {
            return byNumber(viewer, first.substring(Tree.BY_NODE.length()));
        }
        return switch (first) {
            case Tree.DATA -> Optional.ofNullable(ground.collections().find(path, viewer.visibility()));
            case Tree.HOME -> {
                List<Node> chain = steps.chain(viewer, path);
                yield chain.size() == path.segments().size() ? Optional.of(chain.getLast()) : nothing(chain, path);
            }
            default -> Optional.empty();
        };
    }

    /** What is written to ".null" is dropped, and nothing can be read from it: any container has one. */
    private Optional<Node> nothing(List<Node> chain, RequestPath path) {
        boolean inContainer = chain.size() == path.segments().size() - 1
                && chain.size() > 1
                && chain.getLast().isContainer();
        if (!inContainer || !path.name().equals(Tree.NULL)) {
            return Optional.empty();
        }
        Node parent = chain.getLast();
        return Optional.of(new Node(
                Node.VIRTUAL,
                path,
                NodeType.DATA,
                parent.owner(),
                parent.access(),
                Set.of(),
                Map.of(),
                null,
                null,
                ground.started(),
                ground.started(),
                null));
    }

    private Optional<Node> byNumber(Viewer viewer, String number) {
        if (!number.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        RequestPath path = Sql.read(
                ground.database(),
                connection -> ground.rows().path(connection, ground.roots().home(), Long.parseLong(number)));
        return path == null ? Optional.empty() : find(viewer, path);
    }

    /** As {@link #get}, with links on the way and at the end of it followed within this space. */
    Node follow(Viewer viewer, RequestPath path, Function<String, RequestPath> resolver) {
        RequestPath now = path;
        Set<RequestPath> been = new HashSet<>();
        while (been.add(now)) {
            if (been.size() > MAX_LINKS + 1) {
                throw VospaceFault.invalidArgument(
                        path.plain() + ": expected at most " + MAX_LINKS + " links to a target, found more");
            }
            Node link;
            try {
                link = get(viewer, now);
                if (link.type() != NodeType.LINK) {
                    return link;
                }
            } catch (VospaceFault e) {
                link = e.link();
                if (link == null) {
                    throw e;
                }
            }
            String target = link.target();
            if (target == null) {
                throw VospaceFault.notFound(path);
            }
            List<String> names = new ArrayList<>(resolver.apply(target).segments());
            names.addAll(now.from(link.path().segments().size()).segments());
            now = new RequestPath(names);
        }
        throw VospaceFault.invalidArgument(path.plain() + ": expected a target behind its links, found a loop");
    }

    /** Where a path leads when the links on it and at its end are followed; what is not there yet keeps its name. */
    RequestPath through(Viewer viewer, RequestPath path, Function<String, RequestPath> resolver) {
        if (path.isRoot()) {
            return path;
        }
        RequestPath plain = follow(viewer, path.parent(), resolver).path().child(path.name());
        return find(viewer, plain).filter(node -> node.type() == NodeType.LINK).isPresent()
                ? follow(viewer, plain, resolver).path()
                : plain;
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
            List<Node> page = Sql.read(ground.database(), connection -> {
                List<Node> found = ground.rows().children(connection, container, start, withStart, PAGE);
                return viewer.isOwner(container) ? Holdings.of(connection, found) : found;
            });
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

    /** The node with what is in it, if it is a container and the viewer's: the size of hidden things is hidden, too. */
    Node holding(Viewer viewer, Node node) {
        if (!node.isContainer() || node.isVirtual() || node.path().segments().size() < 2 || !viewer.isOwner(node)) {
            return node;
        }
        return Sql.read(ground.database(), connection -> {
            List<Node> chain = steps.chain(connection, viewer, node.path());
            return chain.size() < node.path().segments().size()
                    ? node
                    : node.holding(ground.quotas().holding(connection, chain));
        });
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

    /** A child; null: there is none that the viewer sees. */
    @Nullable
    Node child(Viewer viewer, Node container, String name) {
        return find(viewer, container.path().child(name)).orElse(null);
    }
}
