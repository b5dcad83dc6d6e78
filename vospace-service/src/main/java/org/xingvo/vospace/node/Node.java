package org.xingvo.vospace.node;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;

/**
 * One node of the tree as it is now. Immutable.
 *
 * @param id in {@code archive.node}; {@link #VIRTUAL} for what is a view over collections
 * @param access who may see it, apart from its ancestors
 * @param writeGroups who may write it besides its owner
 * @param properties by URI; only those that users set, not those that the service computes
 * @param target of a link; null for all others
 * @param bytes of a data node; null: none yet
 * @param collection the collection it is in, when it is one of the read-only tree below "data"; null: none
 */
public record Node(
        long id,
        RequestPath path,
        NodeType type,
        String owner,
        Access access,
        Set<String> writeGroups,
        Map<String, String> properties,
        @Nullable String target,
        @Nullable NodeBytes bytes,
        Instant created,
        Instant modified,
        @Nullable String collection) {
    /** The id of nodes that are no row of the tree: the root, and everything below "data". */
    public static final long VIRTUAL = 0;

    public Node {
        writeGroups = Set.copyOf(writeGroups);
        properties = Map.copyOf(properties);
    }

    /**
     * Who may see a node. Immutable.
     *
     * @param accessClass id of {@code archive.access_class}
     */
    public record Access(int accessClass, boolean isPublic, Set<String> readGroups) {
        public static final Access PUBLIC = new Access(0, true, Set.of());

        public Access {
            readGroups = Set.copyOf(readGroups);
        }
    }

    public boolean isContainer() {
        return type == NodeType.CONTAINER;
    }

    public boolean isVirtual() {
        return id == VIRTUAL;
    }

    /** The last name of the path; "" for the root. */
    public String name() {
        return path.name();
    }
}
