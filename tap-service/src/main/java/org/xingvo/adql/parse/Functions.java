package org.xingvo.adql.parse;

import java.util.Set;

/** Reserved words that may be followed by a parenthesis as the name of a function. */
final class Functions {
    static final Set<String> KNOWN = Set.of(
            "ABS",
            "ACOS",
            "AREA",
            "ASIN",
            "ATAN",
            "ATAN2",
            "BOX",
            "CEILING",
            "CENTROID",
            "CIRCLE",
            "COALESCE",
            "CONTAINS",
            "COORD1",
            "COORD2",
            "COORDSYS",
            "COS",
            "COT",
            "DEGREES",
            "DISTANCE",
            "EXP",
            "FLOOR",
            "INTERSECTS",
            "IN_UNIT",
            "LOG",
            "LOG10",
            "LOWER",
            "MOD",
            "PI",
            "POINT",
            "POLYGON",
            "POWER",
            "RADIANS",
            "RAND",
            "REGION",
            "ROUND",
            "SIN",
            "SQRT",
            "TAN",
            "TRUNCATE",
            "UPPER");

    private Functions() {}
}
