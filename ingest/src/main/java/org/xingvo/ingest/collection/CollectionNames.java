package org.xingvo.ingest.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of drafted collections: telescope and kind, then whatever else tells two of them apart. */
final class CollectionNames {
    private static final int MAX_TELESCOPE = 20;
    private static final int MAX_MIDDLE = 8;

    private CollectionNames() {}

    /** What the files are, in the plural. */
    static String product(@Nullable String dataproductType, Layout.Kind kind) {
        if (dataproductType != null) {
            switch (dataproductType) {
                case "spectrum" -> {
                    return "spectra";
                }
                case "image" -> {
                    return "images";
                }
                case "cube" -> {
                    return "cubes";
                }
                case "event" -> {
                    return "events";
                }
                case "timeseries" -> {
                    return "time series";
                }
                case "visibility" -> {
                    return "visibilities";
                }
                default -> {}
            }
        }
        return switch (kind) {
            case IMAGE -> "arrays";
            case TABLE -> "tables";
            case EMPTY -> "headers";
        };
    }

    static String name(LayoutGroup group, String product, Set<String> taken) {
        String what = SqlNames.slug(product, 12);
        String facility = group.facility();
        String telescope = facility == null ? "" : SqlNames.slug(facility.split(",", 2)[0], MAX_TELESCOPE);
        String[] folders = group.commonFolder().split("/", -1);
        String folder = SqlNames.slug(folders[folders.length - 1], MAX_MIDDLE * 2);
        String first = !telescope.isEmpty() ? telescope : !folder.isEmpty() ? folder : "various";
        List<String> candidates = new ArrayList<>();
        candidates.add(first + "_" + what);
        if (group.instrument() != null) {
            candidates.add(first + "_" + SqlNames.slug(group.instrument(), MAX_MIDDLE) + "_" + what);
        }
        if (!folder.isEmpty()) {
            candidates.add(first + "_" + SqlNames.slug(folder, MAX_MIDDLE) + "_" + what);
        }
        return free(candidates, taken);
    }

    static String leftover(String folder, String product, Set<String> taken) {
        String first = SqlNames.slug(folder, MAX_TELESCOPE);
        return free(List.of((first.isEmpty() ? "various" : first) + "_other_" + SqlNames.slug(product, 12)), taken);
    }

    private static String free(List<String> candidates, Set<String> taken) {
        List<String> legal = candidates.stream()
                .map(c -> Character.isDigit(c.charAt(0)) ? "c" + c : c)
                .filter(SqlNames::isIdentifier)
                .toList();
        for (String candidate : legal) {
            if (!taken.contains(candidate)) {
                return candidate;
            }
        }
        return SqlNames.free(legal.isEmpty() ? "collection" : legal.getFirst(), taken::contains);
    }
}
