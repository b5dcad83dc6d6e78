package org.xingvo.vospace.tree;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.NodeType;

/**
 * What nodes are looked for; everything that is given must hold. Immutable.
 *
 * @param below the container to look in
 * @param name pattern with * and ?; null: any
 * @param type null: any
 * @param minBytes size of a file from; null: any, and of nodes without bytes, too
 * @param modifiedFrom null: any
 * @param properties patterns of values by URI
 * @param limit most nodes in the answer
 */
public record Search(
        RequestPath below,
        @Nullable String name,
        @Nullable NodeType type,
        @Nullable Long minBytes,
        @Nullable Long maxBytes,
        @Nullable Instant modifiedFrom,
        @Nullable Instant modifiedTo,
        Map<String, String> properties,
        int limit) {
    public Search {
        properties = Map.copyOf(properties);
    }
}
