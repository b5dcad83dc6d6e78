package org.xingvo.vospace.tree;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to nodes, in the order in which it became so. Immutable.
 *
 * @param next token to go on from
 * @param more true: there is more already
 */
public record Changes(List<Change> events, String next, boolean more) {
    public Changes {
        events = List.copyOf(events);
    }

    /**
     * One change. Immutable.
     *
     * @param action such as "node.move"; "node.hidden": the viewer does not see it any more, and is told no more of it
     * @param path where the node was then; null for what is hidden
     * @param from of a move: where it was before, if the viewer may know; null: not
     * @param type of the node; null for what is hidden
     */
    public record Change(
            String action,
            long nodeId,
            Instant at,
            @Nullable String path,
            @Nullable String from,
            @Nullable String type) {}
}
