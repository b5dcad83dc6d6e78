package org.xingvo.ingest.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The functions; the name in lower case is how they are written. */
enum Function {
    /** The first argument that has a value. */
    FIRST(1, 20),
    /** {@code convert(x, 'from', 'to')}; becomes {@link Node.Conversion}. */
    CONVERT(3, 3),
    /** {@code part('pattern with {name}', 'name')}; becomes {@link Node.Part}. */
    PART(2, 2),
    /** Modified Julian Date, UTC, of a date; the second argument is its time scale. */
    MJD(1, 2),
    /** Degrees of sexagesimal or decimal hours. */
    HMS(1, 1),
    /** Degrees of sexagesimal or decimal degrees. */
    DMS(1, 1),
    LOWER(1, 1),
    UPPER(1, 1),
    TRIM(1, 1),
    CONCAT(1, 20),
    /** {@code substring(x, first character from 1, how many)}. */
    SUBSTRING(3, 3),
    NUMBER(1, 1),
    TEXT(1, 1),
    ABS(1, 1),
    ROUND(1, 1),
    EXP10(1, 1),
    LOG10(1, 1),
    /** Name of the file. */
    FILE(0, 0),
    /** Path of the file. */
    PATH(0, 0),
    /** What the rules without a description say; in ObsCore only. */
    AUTO(0, 0);

    final int least;
    final int most;

    Function(int least, int most) {
        this.least = least;
        this.most = most;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Function::word).toList();
    }
}
