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
 * @param quota most bytes below a container, set by an operator; null: none of its own
 * @param holding what is in a container, if it was asked for; null: it was not
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
        @Nullable String collection,
        @Nullable Long quota,
        @Nullable Holding holding) {
    /** The id of nodes that are no row of the tree: the root, and everything below "data". */
    public static final long VIRTUAL = 0;

    public Node {
        writeGroups = Set.copyOf(writeGroups);
        properties = Map.copyOf(properties);
    }

    /** A node of which no quota and no contents are known. */
    public Node(
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
        this(
                id,
                path,
                type,
                owner,
                access,
                writeGroups,
                properties,
                target,
                bytes,
                created,
                modified,
                collection,
                null,
                null);
    }

    /**
     * What is in a container and all below it. Immutable.
     *
     * @param quota most bytes here; null: no limit of its own
     * @param available bytes that still fit, here and in all containers above; null: no limit
     */
    public record Holding(
            long bytes,
            long files,
            @Nullable Long quota,
            @Nullable Long available) {}

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

    /** The same with what is in it. */
    public Node holding(Holding known) {
        return new Node(
                id,
                path,
                type,
                owner,
                access,
                writeGroups,
                properties,
                target,
                bytes,
                created,
                modified,
                collection,
                quota,
                known);
    }

    /** The same at another path. */
    public Node at(RequestPath other) {
        return new Node(
                id,
                other,
                type,
                owner,
                access,
                writeGroups,
                properties,
                target,
                bytes,
                created,
                modified,
                collection,
                quota,
                holding);
    }

    /** True if its content cannot be changed until the mark is taken away; what is below inherits it. */
    public boolean isImmutable() {
        return "true".equals(properties.get(Properties.IMMUTABLE));
    }

    /** True if somebody locked it for a while: no new bytes, no new or lost children. */
    public boolean isLocked() {
        return "true".equals(properties.get(Properties.IS_LOCKED));
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
