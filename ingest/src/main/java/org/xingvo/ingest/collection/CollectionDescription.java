package org.xingvo.ingest.collection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people say of one collection, drafted by {@link LayoutGrouping}. Immutable.
 *
 * @param name an SQL identifier in lower case; also the folder of the collection in every path and DID
 * @param title one line
 * @param description a paragraph; may be empty
 * @param facility telescope; null: several or not known
 * @param membership which files belong to it
 * @param columns in the order of the table; position and identity columns are always there and not listed
 */
public record CollectionDescription(
        String name,
        String title,
        String description,
        @Nullable String facility,
        Membership membership,
        List<ColumnDescription> columns) {

    /** How a file is recognised as one of a collection. */
    public sealed interface Membership {
        /** Its header layout is similar enough to this one. */
        record Similar(Layout layout) implements Membership {}

        /** It is from this folder, of this kind, and similar to no other collection. */
        record Leftover(String folder, Layout.Kind kind) implements Membership {}

        /** Files are named by whoever ingests them. */
        record ByHand() implements Membership {}
    }

    public CollectionDescription {
        columns = List.copyOf(columns);
        if (!SqlNames.isIdentifier(name)) {
            throw new IllegalArgumentException(
                    "collection name: expected a-z, then a-z 0-9 _, at most %d characters and no reserved word, found '%s'"
                            .formatted(SqlNames.MAX_COLLECTION_NAME, name));
        }
    }
}
