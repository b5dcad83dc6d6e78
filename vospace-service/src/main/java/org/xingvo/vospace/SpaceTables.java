package org.xingvo.vospace;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeTable;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.Pathfinder;
import org.xingvo.vospace.tree.Tree;

/**
 * Files of the space that are tables, for whoever answers queries: by name, with the rights of a caller at the moment of the
 * question. Thread-safe.
 */
public final class SpaceTables {
    private final Tree tree;
    private final NodeUri uris;
    private final Pathfinder paths;

    SpaceTables(Tree tree, NodeUri uris, Pathfinder paths) {
        this.tree = tree;
        this.uris = uris;
        this.paths = paths;
    }

    /**
     * The number of the table that a caller means.
     *
     * @param name a path below the home of all users, one from the root that begins with a slash, or a URI of the space
     * @return empty: there is no file of this name, or none that the caller may read, or it is no table
     */
    public OptionalInt find(Caller caller, String name) {
        try {
            Viewer viewer = tree.viewer(caller);
            Node node = paths.reach(viewer, path(name));
            NodeBytes bytes = node.bytes();
            NodeTable table = bytes == null || bytes.size() == 0 ? null : bytes.table();
            Integer number = table == null ? null : table.number();
            return number == null ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (VospaceFault | BadRequest e) {
            if (e instanceof VospaceFault fault && fault.kind() == VospaceFault.Kind.INTERNAL_FAULT) {
                throw fault;
            }
            return OptionalInt.empty();
        }
    }

    private RequestPath path(String name) {
        if (name.regionMatches(true, 0, "vos:", 0, 4)) {
            return uris.path(name);
        }
        String whole = name.startsWith("/") ? name : "/" + Tree.HOME + "/" + name;
        return new RequestPath(Arrays.asList(whole.substring(1).split("/", -1)));
    }

    /** A table that a caller may ask: its number, and its name in a query. Immutable. */
    public record Listed(int number, String name) {}

    /** The tables that a caller may ask, in the order of their paths, at most so many. */
    public List<Listed> list(Caller caller, int limit) {
        return tree.tables(tree.viewer(caller), limit).stream()
                .map(table -> new Listed(table.number(), NodeTable.name(table.path())))
                .toList();
    }
}
