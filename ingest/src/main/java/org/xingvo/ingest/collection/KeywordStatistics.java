package org.xingvo.ingest.collection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/** What all values of one keyword have in common, and the column that follows from it. One thread at a time. */
final class KeywordStatistics {
    private static final int MAX_DESCRIPTION = 200;
    /** Where one file has an integer as large as this, another may have one that needs 64 bits. */
    private static final long SURELY_SMALL = 1 << 24;

    private static final int MAX_FILLER = 20;

    /** What pipelines write where a number did not fit or was not had; it says nothing of the type. */
    private static final Pattern FILLER =
            Pattern.compile("[-*?. ]*|nan|null|none|n/?a|undef|undefined|unknown|invalid", Pattern.CASE_INSENSITIVE);

    private final String keyword;
    private int files;
    private boolean logical;
    private boolean integer;
    private boolean big;
    private boolean real;
    private boolean text;
    private boolean numericText;
    private boolean foreign;
    private @Nullable String comment;
    private @Nullable String unit;
    private @Nullable String unitComment;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private int values;
    private final Map<String, Integer> nulls = new TreeMap<>();

    KeywordStatistics(String keyword) {
        this.keyword = keyword;
    }

    int files() {
        return files;
    }

    String keyword() {
        return keyword;
    }

    void add(Card card) {
        files++;
        if (comment == null && card.comment() != null && !card.comment().isBlank()) {
            comment = card.comment();
        }
        if (unit == null) {
            unit = Units.fromComment(card.comment());
            unitComment = unit == null ? null : card.comment();
        }
        String value = card.value();
        if (value == null) {
            return;
        }
        String none = Nulls.of(card);
        if (none != null) {
            nulls.merge(none, 1, Integer::sum);
        } else {
            values++;
            range(card);
        }
        switch (card.type()) {
            case LOGICAL -> logical = true;
            case INTEGER -> addInteger(value);
            case REAL -> real = true;
            case STRING, COMPLEX -> addText(value);
            case UNDEFINED, NONE -> {}
        }
    }

    void addAll(KeywordStatistics other) {
        files += other.files;
        logical |= other.logical;
        integer |= other.integer;
        big |= other.big;
        real |= other.real;
        text |= other.text;
        numericText |= other.numericText;
        foreign |= other.foreign;
        comment = comment == null ? other.comment : comment;
        unitComment = unit == null ? other.unitComment : unitComment;
        unit = unit == null ? other.unit : unit;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
        values += other.values;
        other.nulls.forEach((k, n) -> nulls.merge(k, n, Integer::sum));
    }

    private void range(Card card) {
        Double number = card.type() == Card.ValueType.INTEGER || card.type() == Card.ValueType.REAL
                ? CellValues.real(String.valueOf(card.value()))
                : null;
        if (number != null) {
            least = Math.min(least, number);
            most = Math.max(most, number);
        }
    }

    /**
     * Why the column is as it is, by key of the column.
     *
     * @param column as {@link #column} made it
     * @param files how many were looked at
     */
    Map<String, String> remarks(ColumnDescription column, int files) {
        Map<String, String> remarks = new LinkedHashMap<>();
        String range = least > most ? "" : " from %s to %s".formatted(number(least), number(most));
        String what = switch (column.type()) {
            case BOOLEAN -> "T or F";
            case INTEGER -> "whole numbers" + range;
            case BIGINT -> "whole numbers%s, or larger in other files,".formatted(range);
            case DOUBLE -> "numbers" + range;
            case TEXT, UNICODE ->
                values == 0 ? "no value in any file" : logical || integer || real ? "text and numbers" : "text";
        };
        remarks.put("type", "%s in %d of %d files".formatted(what, values, files));
        if (column.unit() != null && unitComment != null) {
            remarks.put("unit", "from the comment '" + unitComment.strip() + "'");
        }
        if (column.ucd() != null) {
            remarks.put("ucd", "what " + keyword + " means elsewhere");
        }
        if (!nulls.isEmpty()) {
            remarks.put(
                    "nulls",
                    "in %d files"
                            .formatted(nulls.values().stream().mapToInt(n -> n).sum()));
        }
        if (column.indexed()) {
            remarks.put("index", "observations are looked for by it");
        }
        return remarks;
    }

    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : "%.6g".formatted(number);
    }

    private void addInteger(String value) {
        Long number = CellValues.integer(value);
        if (number == null) {
            real = true;
        } else if (Math.abs(number) >= SURELY_SMALL || keyword.endsWith("ID")) {
            big = true;
        } else {
            integer = true;
        }
    }

    private void addText(String value) {
        if (value.length() <= MAX_FILLER && FILLER.matcher(value.strip()).matches()) {
            return;
        }
        if (CellValues.real(value) != null) {
            numericText = true;
        } else {
            text = true;
        }
        foreign |= !CellValues.isAscii(value);
    }

    /** Numbers in quotes are numbers only where other files write them without. */
    private ColumnType type() {
        boolean number = integer || big || real;
        boolean mixed = logical && (number || numericText);
        boolean onlyQuoted = numericText && !number;
        boolean nothing = !number && !logical;
        if (text || mixed || onlyQuoted || nothing) {
            return foreign ? ColumnType.UNICODE : ColumnType.TEXT;
        }
        if (logical) {
            return ColumnType.BOOLEAN;
        }
        if (real || numericText) {
            return ColumnType.DOUBLE;
        }
        return big ? ColumnType.BIGINT : ColumnType.INTEGER;
    }

    ColumnDescription column(Predicate<String> taken) {
        ColumnType type = type();
        String ucd = Ucds.of(keyword);
        boolean hasUnit = type == ColumnType.DOUBLE || type == ColumnType.INTEGER || type == ColumnType.BIGINT;
        String description = CellValues.withoutNul(Units.withoutUnit(comment)).replaceAll("\\p{Cntrl}", " ");
        return new ColumnDescription(
                SqlNames.column(keyword, taken),
                ColumnSource.keyword(keyword),
                type,
                hasUnit ? Ucds.fitting(unit, ucd) : null,
                ucd,
                null,
                description.length() > MAX_DESCRIPTION ? description.substring(0, MAX_DESCRIPTION) : description,
                true,
                nulls.keySet().stream()
                        .filter(n -> type.isText() != (CellValues.real(n) != null))
                        .toList(),
                keyword.equals("OBSID") || keyword.equals("OBS_ID"));
    }
}
