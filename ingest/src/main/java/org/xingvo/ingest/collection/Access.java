package org.xingvo.ingest.collection;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may see a collection, and from when everybody may. Immutable.
 *
 * @param readers null: as whoever ingests says, public if he does not
 * @param embargo until when the data are only for the readers named here
 */
public record Access(@Nullable Readers readers, Embargo embargo) {
    public static final Access UNSAID = new Access(null, new Embargo.None());

    /** Who may see it, and during an embargo who alone. */
    public sealed interface Readers {
        record Everybody() implements Readers {}

        /**
         * Some.
         *
         * @param owner user; null: nobody
         * @param groups of users; empty: none
         */
        record Only(@Nullable String owner, List<String> groups) implements Readers {
            public Only {
                groups = List.copyOf(groups);
            }
        }
    }

    /** From when everybody may see it. */
    public sealed interface Embargo {
        record None() implements Embargo {}

        /** From the start of this day, UTC. */
        record Until(LocalDate day) implements Embargo {}

        /** From the start of the day, UTC, that is so long after the end of the observation. */
        record AfterObservation(Period period) implements Embargo {}
    }
}
