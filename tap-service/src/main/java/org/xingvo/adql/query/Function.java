package org.xingvo.adql.query;

import java.util.Locale;

/** The mathematical, trigonometrical and string functions of ADQL 2.1, sections 2.3 and 4.4. */
public enum Function {
    ABS(1, 1),
    ACOS(1, 1),
    ASIN(1, 1),
    ATAN(1, 1),
    ATAN2(2, 2),
    CEILING(1, 1),
    COS(1, 1),
    COT(1, 1),
    DEGREES(1, 1),
    EXP(1, 1),
    FLOOR(1, 1),
    LOG(1, 1),
    LOG10(1, 1),
    MOD(2, 2),
    PI(0, 0),
    POWER(2, 2),
    RADIANS(1, 1),
    RAND(0, 1),
    ROUND(1, 2),
    SIN(1, 1),
    SQRT(1, 1),
    TAN(1, 1),
    TRUNCATE(1, 2),
    LOWER(1, 1),
    UPPER(1, 1);

    private final int fewest;
    private final int most;

    Function(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
    }

    public int fewest() {
        return fewest;
    }

    public int most() {
        return most;
    }

    public boolean isText() {
        return this == LOWER || this == UPPER;
    }

    public String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
