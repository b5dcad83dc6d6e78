package org.xingvo.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list with a delimiter. Immutable.
 *
 * @param objects whose names have no delimiter behind the prefix, in byte order
 * @param prefixes the starts that other names share, up to and with the delimiter, in byte order, each once
 * @param next where the next page begins, to be handed in as {@code after}; null: this was the last
 */
public record Listing(
        List<StoredObject> objects,
        List<String> prefixes,
        @Nullable String next) {
    public Listing {
        objects = List.copyOf(objects);
        prefixes = List.copyOf(prefixes);
    }
}
