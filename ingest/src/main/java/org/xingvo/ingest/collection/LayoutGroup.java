package org.xingvo.ingest.collection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.obscore.Observation;

/** Files that become one collection: what is counted of them. One thread at a time. */
final class LayoutGroup {
    /** A column that is empty for 99 of 100 files is none: the cards have it. */
    private static final int RARE = 100;

    final Layout layout;
    /** Folder given by the user, the first part of the path. */
    final String folder;

    private final Map<String, KeywordStatistics> keywords = new LinkedHashMap<>();
    private final ObsCoreGuess obscore = new ObsCoreGuess();
    private final KeyGuess key = new KeyGuess();
    private final Map<String, Integer> products = new HashMap<>();
    private final Map<String, Integer> instruments = new HashMap<>();
    private final Map<String, Integer> facilities = new HashMap<>();
    private @Nullable String commonFolder;
    private @Nullable String firstPath;
    private int files;

    LayoutGroup(Layout layout, String folder) {
        this.layout = layout;
        this.folder = folder;
    }

    int files() {
        return files;
    }

    String firstPath() {
        return firstPath == null ? "" : firstPath;
    }

    void add(String path, HeaderValues values, Observation observation) {
        files++;
        firstPath = firstPath == null || path.compareTo(firstPath) < 0 ? path : firstPath;
        int slash = path.lastIndexOf('/');
        commonFolder = common(commonFolder, slash < 0 ? "" : path.substring(0, slash));
        count(products, observation.dataproductType());
        count(instruments, observation.instrument());
        count(facilities, observation.facility());
        obscore.add(values, observation);
        key.add(values);
        for (Card card : values.all()) {
            keywords.computeIfAbsent(card.keyword(), KeywordStatistics::new).add(card);
        }
    }

    void addAll(LayoutGroup other) {
        files += other.files;
        firstPath = firstPath == null || other.firstPath().compareTo(firstPath) < 0 ? other.firstPath : firstPath;
        obscore.addAll(other.obscore);
        key.addAll(other.key);
        commonFolder = other.commonFolder == null ? commonFolder : common(commonFolder, other.commonFolder);
        other.products.forEach((k, n) -> products.merge(k, n, Integer::sum));
        other.instruments.forEach((k, n) -> instruments.merge(k, n, Integer::sum));
        other.facilities.forEach((k, n) -> facilities.merge(k, n, Integer::sum));
        other.keywords.forEach(
                (k, s) -> keywords.computeIfAbsent(k, KeywordStatistics::new).addAll(s));
    }

    @Nullable
    String product() {
        return most(products);
    }

    @Nullable
    String facility() {
        return most(facilities);
    }

    /** The instrument when all files have the same. */
    @Nullable
    String instrument() {
        return instruments.size() == 1 ? most(instruments) : null;
    }

    String commonFolder() {
        return commonFolder == null ? folder : commonFolder;
    }

    ObsCoreMapping obscore(Map<String, String> remarks) {
        return obscore.mapping(files, remarks);
    }

    String keyRemark(List<ColumnDescription> columns) {
        return key.remark(columns);
    }

    /** The most frequent keywords as columns, in the order of the headers; the reasons are put into the remarks. */
    List<ColumnDescription> columns(int max, Set<String> fixed, Map<String, String> remarks) {
        List<KeywordStatistics> inOrder = keywords.values().stream()
                .filter(k -> k.files() * RARE >= files)
                .toList();
        Set<KeywordStatistics> chosen = new HashSet<>(inOrder.stream()
                .sorted(Comparator.comparingInt(KeywordStatistics::files).reversed())
                .limit(max)
                .toList());
        Set<String> taken = new HashSet<>(fixed);
        List<ColumnDescription> columns = new ArrayList<>();
        for (KeywordStatistics keyword : inOrder) {
            if (chosen.contains(keyword)) {
                ColumnDescription column = keyword.column(taken::contains);
                taken.add(column.name());
                columns.add(column);
                String path = "columns[%d].".formatted(columns.size());
                keyword.remarks(column, files).forEach((k, remark) -> remarks.put(path + k, remark));
            }
        }
        return columns;
    }

    private static void count(Map<String, Integer> counts, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            counts.merge(value.strip(), 1, Integer::sum);
        }
    }

    private static @Nullable String most(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static String common(@Nullable String known, String folder) {
        if (known == null) {
            return folder;
        }
        String[] a = known.split("/", -1);
        String[] b = folder.split("/", -1);
        int n = 0;
        while (n < a.length && n < b.length && a[n].equals(b[n])) {
            n++;
        }
        return String.join("/", List.of(a).subList(0, n));
    }
}
