package org.xingvo.ingest.collection;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.FileSelection.Membership;
import org.xingvo.ingest.expression.Expression;
import org.xingvo.ingest.expression.PathPattern;
import org.xingvo.ingest.yaml.Problems;
import org.xingvo.ingest.yaml.YamlMap;
import org.xingvo.ingest.yaml.YamlValue;

/** Reads one description; what is wrong with it goes to the problems. One thread at a time. */
final class DescriptionReader {
    private static final int MAX_COLUMNS = 1500;
    private static final int MAX_LIST = 1000;
    private static final int MAX_TELESCOPE = (1 << 15) - 1;

    private DescriptionReader() {}

    /** The description; null when there are problems. */
    static @Nullable CollectionDescription read(String yaml, Problems problems) {
        YamlMap root = YamlMap.parse(yaml, problems, DescriptionKeys.ROOT).orElse(null);
        if (root == null) {
            return null;
        }
        String name = name(root);
        List<ColumnDescription> columns = columns(root);
        Provenance provenance = provenance(root);
        FileSelection files = files(root.get("files"));
        Access access = access(root.get("access"));
        Uniqueness uniqueness = uniqueness(root, columns);
        Previews previews = previews(root.get("previews"));
        ObsCoreMapping obscore = obscore(root.get("obscore"));
        String title = root.required("title");
        String description = root.text("description", "");
        return problems.isEmpty()
                ? new CollectionDescription(
                        name, title, description, provenance, files, access, uniqueness, previews, obscore, columns)
                : null;
    }

    private static String name(YamlMap root) {
        String name = root.required("name");
        YamlValue value = root.get("name");
        if (value != null && !name.isBlank() && !SqlNames.isIdentifier(name)) {
            value.problem("expected a-z, then a-z 0-9 _, at most %d characters and no reserved word, found '%s'"
                    .formatted(SqlNames.MAX_COLLECTION_NAME, name));
        }
        return name;
    }

    private static Provenance provenance(YamlMap root) {
        YamlValue telescope = root.get("telescope_id");
        YamlValue country = root.get("country_id");
        return new Provenance(
                root.texts("creators", MAX_LIST),
                root.text("reference"),
                root.text("licence"),
                root.text("facility"),
                telescope == null ? null : telescope.integer(0, MAX_TELESCOPE),
                country == null ? null : country.integer(0, 1));
    }

    private static FileSelection files(@Nullable YamlValue written) {
        if (written == null) {
            return FileSelection.of(new Membership.ByHand());
        }
        YamlMap files = written.map(DescriptionKeys.FILES);
        return new FileSelection(membership(files), patterns(files, "include"), patterns(files, "exclude"));
    }

    private static Membership membership(YamlMap files) {
        List<String> ways =
                Stream.of("like", "other", "named").filter(files::has).toList();
        if (ways.size() > 1) {
            files.problem("expected one of like, other, named, found " + String.join(" and ", ways));
        }
        YamlValue like = files.get("like");
        YamlValue other = files.get("other");
        YamlValue named = files.get("named");
        if (like != null) {
            TreeSet<String> keywords = new TreeSet<>();
            for (String word : files.required("keywords").strip().split("[ \n]+", -1)) {
                keywords.add(word.replace('\u00a0', ' '));
            }
            return new Membership.Similar(new Layout(kind(like), files.text("telescope", ""), keywords));
        }
        if (other != null) {
            return new Membership.Leftover(files.text("folder", ""), kind(other));
        }
        if (named != null) {
            named.word(List.of("by hand"));
        }
        return named == null && files.has("include") ? new Membership.Patterns() : new Membership.ByHand();
    }

    private static List<String> patterns(YamlMap files, String key) {
        List<String> patterns = files.texts(key, MAX_LIST);
        YamlValue value = files.get(key);
        if (value != null) {
            patterns.forEach(pattern -> check(value, pattern));
        }
        return patterns;
    }

    private static void check(YamlValue value, String pattern) {
        try {
            PathPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()));
        }
    }

    private static Layout.Kind kind(YamlValue value) {
        String word = value.word(
                Arrays.stream(Layout.Kind.values()).map(Layout.Kind::word).toList());
        return word == null ? Layout.Kind.EMPTY : Layout.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Access access(@Nullable YamlValue written) {
        if (written == null) {
            return Access.UNSAID;
        }
        YamlMap access = written.map(DescriptionKeys.ACCESS);
        YamlValue readers = access.get("readers");
        YamlValue embargo = access.get("embargo");
        Access read = new Access(
                readers == null ? null : readers(readers),
                embargo == null ? new Access.Embargo.None() : embargo(embargo));
        if (embargo != null
                && !(read.embargo() instanceof Access.Embargo.None)
                && read.readers() instanceof Access.Readers.Everybody) {
            embargo.problem("expected readers of their own until it ends, found readers: public");
        }
        return read;
    }

    private static Access.Readers readers(YamlValue value) {
        if (!value.isMap()) {
            value.word(List.of("public"));
            return new Access.Readers.Everybody();
        }
        YamlMap map = value.map(DescriptionKeys.READERS);
        return new Access.Readers.Only(map.text("owner"), map.texts("groups", MAX_LIST));
    }

    private static Access.Embargo embargo(YamlValue value) {
        if (!value.isMap()) {
            value.word(List.of("none"));
            return new Access.Embargo.None();
        }
        YamlMap map = value.map(DescriptionKeys.EMBARGO);
        YamlValue until = map.get("until");
        YamlValue after = map.get("after_observation");
        if (until != null && after == null) {
            LocalDate day = day(until);
            return day == null ? new Access.Embargo.None() : new Access.Embargo.Until(day);
        }
        if (after != null && until == null) {
            Period period = period(after);
            return period == null ? new Access.Embargo.None() : new Access.Embargo.AfterObservation(period);
        }
        value.problem("expected either until or after_observation, found " + value.found());
        return new Access.Embargo.None();
    }

    private static @Nullable LocalDate day(YamlValue value) {
        String text = value.text();
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            value.problem("expected a day such as 2027-01-31, found " + value.found());
            return null;
        }
    }

    private static @Nullable Period period(YamlValue value) {
        String text = value.text();
        try {
            Period period = text == null ? Period.ZERO : Period.parse(text);
            if (!period.isNegative() && period.toTotalMonths() <= 1200) {
                return period;
            }
        } catch (DateTimeException e) {
            // told below
        }
        value.problem("expected a period up to 100 years such as P18M, P1Y or P90D, found " + value.found());
        return null;
    }

    private static Uniqueness uniqueness(YamlMap root, List<ColumnDescription> columns) {
        YamlValue value = root.get("unique");
        List<String> of = root.texts("unique", 20);
        if (value == null || of.equals(List.of("path"))) {
            return Uniqueness.PATH;
        }
        for (String part : of) {
            if (columns.stream().noneMatch(c -> c.name().equals(part))) {
                ColumnReader.expression(value, part, false);
            }
        }
        return new Uniqueness(of);
    }

    private static Previews previews(@Nullable YamlValue value) {
        String word = value == null
                ? null
                : value.word(
                        Arrays.stream(Previews.values()).map(Previews::word).toList());
        return word == null ? Previews.LAZY : Previews.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static ObsCoreMapping obscore(@Nullable YamlValue value) {
        if (value == null) {
            return ObsCoreMapping.NONE;
        }
        YamlMap map = value.map(ObsCoreMapping.COLUMNS);
        Map<String, Expression> expressions = new LinkedHashMap<>();
        for (String column : ObsCoreMapping.COLUMNS) {
            YamlValue text = map.get(column);
            Expression expression = text == null ? null : ColumnReader.expression(text, true);
            if (expression != null) {
                expressions.put(column, expression);
            }
        }
        if (map.has("s_ra") != map.has("s_dec")) {
            value.problem("expected s_ra and s_dec together, found one of them");
        }
        return new ObsCoreMapping(expressions);
    }

    private static List<ColumnDescription> columns(YamlMap root) {
        YamlValue written = root.get("columns");
        if (written == null) {
            root.missing("columns");
            return List.of();
        }
        Set<String> names = new HashSet<>(LayoutGrouping.FIXED_COLUMNS);
        return written.list(MAX_COLUMNS, value -> ColumnReader.read(value, names));
    }
}
