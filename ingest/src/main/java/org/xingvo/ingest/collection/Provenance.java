package org.xingvo.ingest.collection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose data a collection is. Immutable.
 *
 * @param creators people or organisations, the first one first
 * @param reference URL, DOI or bibcode of the paper to cite; null: none
 * @param licence name or URL; null: not said
 * @param facility name of the telescope; null: several or not known
 * @param telescopeId its number in ids of collections in the store, 0 to 32767; null: the next free one
 * @param countryId 0 home, 1 foreign; null: 0
 */
public record Provenance(
        List<String> creators,
        @Nullable String reference,
        @Nullable String licence,
        @Nullable String facility,
        @Nullable Integer telescopeId,
        @Nullable Integer countryId) {
    public Provenance {
        creators = List.copyOf(creators);
    }

    public static Provenance of(@Nullable String facility) {
        return new Provenance(List.of(), null, null, facility, null, null);
    }
}
