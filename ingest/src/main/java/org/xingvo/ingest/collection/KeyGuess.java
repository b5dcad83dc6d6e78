package org.xingvo.ingest.collection;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/** Which keywords could tell observations apart: those that surveys use for it, where no two files have the same. */
final class KeyGuess {
    private static final List<List<String>> CANDIDATES = List.of(
            List.of("OBSID"),
            List.of("OBS_ID"),
            List.of("OBS-ID"),
            List.of("ROOTNAME"),
            List.of("FRAMEID"),
            List.of("EXPID"),
            List.of("OBSERVID"),
            List.of("ARCFILE"),
            List.of("PLATEID", "MJD", "FIBERID"),
            List.of("PLATE", "MJD", "FIBER"),
            List.of("LMJD", "PLANID", "SPID", "FIBERID"));

    private final Map<List<String>, Set<String>> seen = new LinkedHashMap<>();
    private final Set<List<String>> failed = new HashSet<>();
    private int files;

    void add(HeaderValues values) {
        files++;
        for (List<String> candidate : CANDIDATES) {
            if (!failed.contains(candidate)) {
                String key = key(values, candidate);
                if (key == null
                        || !seen.computeIfAbsent(candidate, k -> new HashSet<>())
                                .add(key)) {
                    fail(candidate);
                }
            }
        }
    }

    void addAll(KeyGuess other) {
        files += other.files;
        failed.addAll(other.failed);
        for (List<String> candidate : CANDIDATES) {
            Set<String> mine = seen.computeIfAbsent(candidate, k -> new HashSet<>());
            for (String key : other.seen.getOrDefault(candidate, Set.of())) {
                if (!mine.add(key)) {
                    failed.add(candidate);
                }
            }
        }
        failed.forEach(seen::remove);
    }

    private void fail(List<String> candidate) {
        failed.add(candidate);
        seen.remove(candidate);
    }

    private static @Nullable String key(HeaderValues values, List<String> candidate) {
        StringBuilder key = new StringBuilder();
        for (String keyword : candidate) {
            Card card = values.card(keyword);
            if (card == null || card.value() == null || card.value().isBlank()) {
                return null;
            }
            key.append(card.value().strip()).append('/');
        }
        return key.toString();
    }

    /** A sentence on what could be the key instead of the path. */
    String remark(List<ColumnDescription> columns) {
        for (List<String> candidate : CANDIDATES) {
            List<String> names = columns.stream()
                    .filter(c -> candidate.contains(c.origin()))
                    .map(ColumnDescription::name)
                    .toList();
            if (files > 1 && !failed.contains(candidate) && names.size() == candidate.size()) {
                return "or [%s], different in all %d files: then a file of the same observation\n"
                                .formatted(String.join(", ", names), files)
                        + "is its new version wherever it is; with path only a file in the same place is";
            }
        }
        return "no keyword that surveys use for it (OBSID, EXPID, PLATE and their kind) is different in all files";
    }
}
