package org.xingvo.ingest.collection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Expression;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.obscore.HeaderTexts;
import org.xingvo.ingest.obscore.Observation;

/**
 * Where what the rules found of a group of files comes from: the mapping says the keyword where one keyword has the
 * value in all files, else that the rules are to decide. One thread at a time.
 */
final class ObsCoreGuess {
    private static final Expression AUTO = Expression.of("auto()");

    /** Columns whose value is that of one card, and how to get it. */
    private static final Map<String, Function<Observation, @Nullable String>> TEXTS = texts();

    private final Map<String, Map<String, Integer>> origins = new HashMap<>();
    private final Map<String, Integer> found = new HashMap<>();
    private final Map<String, Map<String, Integer>> words = new HashMap<>();

    private static Map<String, Function<Observation, @Nullable String>> texts() {
        Map<String, Function<Observation, @Nullable String>> texts = new LinkedHashMap<>();
        texts.put("obs_id", Observation::obsId);
        texts.put("target_name", Observation::targetName);
        texts.put("facility_name", Observation::facility);
        texts.put("instrument_name", Observation::instrument);
        return texts;
    }

    void add(HeaderValues values, Observation o) {
        TEXTS.forEach((column, value) -> {
            String text = value.apply(o);
            count(found, column, text);
            if (text != null) {
                for (String keyword : HeaderTexts.KEYWORDS.getOrDefault(column, java.util.List.of())) {
                    Card card = values.card(keyword);
                    if (card != null
                            && !HeaderTexts.isFiller(card)
                            && Objects.equals(
                                    text, String.valueOf(card.value()).strip().replaceAll("\\s+", " "))) {
                        origins.computeIfAbsent(column, k -> new HashMap<>()).merge(keyword, 1, Integer::sum);
                        break;
                    }
                }
            }
        });
        word("dataproduct_type", o.dataproductType());
        word("calib_level", Integer.toString(o.calibLevel()));
        count(found, "s_ra", o.position());
        count(found, "t_min", o.tMin());
        count(found, "t_max", o.tMax());
        count(found, "t_exptime", o.exposureSeconds());
        count(found, "em_min", o.emMin());
        count(found, "em_max", o.emMax());
    }

    void addAll(ObsCoreGuess other) {
        other.found.forEach((k, n) -> found.merge(k, n, Integer::sum));
        merge(origins, other.origins);
        merge(words, other.words);
    }

    private static void merge(Map<String, Map<String, Integer>> into, Map<String, Map<String, Integer>> from) {
        from.forEach((column, counts) -> counts.forEach(
                (word, n) -> into.computeIfAbsent(column, k -> new HashMap<>()).merge(word, n, Integer::sum)));
    }

    private void word(String column, @Nullable String word) {
        if (word != null) {
            words.computeIfAbsent(column, k -> new HashMap<>()).merge(word, 1, Integer::sum);
        }
    }

    private static void count(Map<String, Integer> counts, String column, @Nullable Object value) {
        if (value != null) {
            counts.merge(column, 1, Integer::sum);
        }
    }

    /** The mapping; its reasons are put into the remarks. */
    ObsCoreMapping mapping(int files, Map<String, String> remarks) {
        Map<String, Expression> mapping = new LinkedHashMap<>();
        for (String column : ObsCoreMapping.COLUMNS) {
            int n = found.getOrDefault(column, 0);
            String remark = null;
            if (TEXTS.containsKey(column) && n > 0) {
                remark = text(column, n, files, mapping);
            } else if (words.containsKey(column)) {
                mapping.put(column, AUTO);
                remark = words.getOrDefault(column, Map.of()).entrySet().stream()
                                .sorted(Map.Entry.<String, Integer>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                                .map(e -> "%s in %d".formatted(e.getKey(), e.getValue()))
                                .reduce((a, b) -> a + ", " + b)
                                .orElse("")
                        + " of " + files + " files";
            } else if (n > 0) {
                mapping.put(column, AUTO);
                remark = "found in %d of %d files by the rules of docs/positions.md".formatted(n, files);
                if (column.equals("s_ra")) {
                    mapping.put("s_dec", AUTO);
                }
            }
            if (remark != null) {
                remarks.put("obscore." + column, remark);
            }
        }
        return new ObsCoreMapping(mapping);
    }

    private String text(String column, int n, int files, Map<String, Expression> mapping) {
        Map<String, Integer> counts = origins.getOrDefault(column, Map.of());
        String keyword = counts.size() == 1 ? counts.keySet().iterator().next() : null;
        if (keyword != null && counts.getOrDefault(keyword, 0) == n) {
            String written = keyword.matches("[A-Z_][A-Z0-9_]*(-[A-Z0-9_]+)*") ? keyword : '"' + keyword + '"';
            mapping.put(column, Expression.of("first(%s, auto())".formatted(written)));
            return "%s has it in %d of %d files".formatted(keyword, n, files);
        }
        mapping.put(column, AUTO);
        return "in %d of %d files, from several keywords".formatted(n, files);
    }
}
