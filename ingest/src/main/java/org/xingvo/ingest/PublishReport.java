package org.xingvo.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What became of the files of one run. Immutable.
 *
 * @param run number of the run, which its rejects carry
 * @param found files that were looked at
 * @param stored files whose bytes were written
 * @param catalogued files whose rows were written
 * @param withoutPosition of those, files that say no trustworthy position
 * @param replaced of the catalogued files, those in whose place or because of which others are kept as versions
 * @param unchanged files that were there already
 * @param older files that were left out because they were not modified since
 * @param deleted files that were no longer there and left the catalogue
 * @param refused files of which nothing is catalogued
 * @param reasons number of refused files by reason
 * @param collections files of each collection that this run catalogued or found unchanged
 * @param notes what a careful person wants to know besides, one sentence each
 * @param took from start to end
 * @param complete false when the run was asked to stop early
 */
public record PublishReport(
        long run,
        long found,
        long stored,
        long catalogued,
        long withoutPosition,
        long replaced,
        long unchanged,
        long older,
        long deleted,
        long refused,
        SortedMap<String, Long> reasons,
        SortedMap<String, Long> collections,
        List<String> notes,
        Duration took,
        boolean complete) {

    /** Files per second. */
    public double rate() {
        double seconds = took.toNanos() / 1e9;
        return seconds == 0 ? 0 : (catalogued + unchanged + refused) / seconds;
    }

    /** One line of counts. */
    public String line() {
        return "%,d stored, %,d catalogued (%,d without position%s), %,d unchanged, %,d refused%s%s, %.0f files/s%s"
                .formatted(
                        stored,
                        catalogued,
                        withoutPosition,
                        replaced == 0 ? "" : ", %,d in place of earlier bytes".formatted(replaced),
                        unchanged,
                        refused,
                        deleted == 0 ? "" : ", %,d deleted".formatted(deleted),
                        older == 0 ? "" : ", %,d older left out".formatted(older),
                        rate(),
                        complete ? "" : ", stopped early");
    }

    /** Reasons and numbers in one line, most frequent first; "" when nothing was refused. */
    public String reasonsLine() {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
