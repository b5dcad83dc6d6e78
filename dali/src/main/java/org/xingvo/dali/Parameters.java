package org.xingvo.dali;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of a request: names without regard to case, values that may be repeated (DALI 1.1, section 3).
 * Immutable.
 */
public final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Names that differ in case only are one parameter. */
    public static Parameters of(Map<String, List<String>> given) {
        Map<String, List<String>> values = new TreeMap<>();
        given.forEach((name, list) -> values.computeIfAbsent(name.toUpperCase(Locale.ROOT), k -> new ArrayList<>())
                .addAll(list));
        return new Parameters(values);
    }

    /** Every value in order, empty ones included. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name.toUpperCase(Locale.ROOT), List.of()));
    }

    /** The first value that is not blank. Of a parameter that should be single but is repeated, the first counts. */
    public Optional<String> first(String name) {
        return all(name).stream().filter(value -> !value.isBlank()).findFirst();
    }

    /** A value that must be there. */
    public String required(String name) {
        return first(name)
                .orElseThrow(() -> new DaliFault(
                        DaliFault.Kind.USAGE, "Parameter %s: expected a value, found none".formatted(name)));
    }
}
