package org.xingvo.tap;

import java.util.List;
import org.xingvo.adql.function.UserFunctions;
import org.xingvo.dali.vosi.Language;
import org.xingvo.dali.vosi.Language.Feature;
import org.xingvo.dali.vosi.Language.Features;

/**
 * The optional parts of ADQL 2.1 that the compiler understands, as the capabilities declare them. COALESCE is in, too, and
 * not declared: taplint 3.4.7 takes the key of conditional functions for an error.
 */
final class AdqlFeatures {
    /** Every one stands in the corpus of queries that the tests run: what is declared must work. */
    static final List<Features> ALL = List.of(
            Features.named(
                    Features.GEOMETRY,
                    "POINT",
                    "CIRCLE",
                    "BOX",
                    "POLYGON",
                    "REGION",
                    "CONTAINS",
                    "INTERSECTS",
                    "DISTANCE",
                    "AREA",
                    "CENTROID",
                    "COORD1",
                    "COORD2",
                    "COORDSYS"),
            Features.named(Features.STRINGS, "LOWER", "UPPER", "ILIKE"),
            Features.named(Features.SETS, "UNION", "EXCEPT", "INTERSECT"),
            Features.named(Features.COMMON_TABLE, "WITH"),
            Features.named(Features.TYPE, "CAST"),
            Features.named(Features.UNIT, "IN_UNIT"),
            Features.named(Features.OFFSET, "OFFSET"),
            new Features(
                    Features.FUNCTIONS,
                    UserFunctions.ALL.stream()
                            .map(f -> new Feature(f.signature(), f.description()))
                            .toList()));

    static final Language ADQL = Language.adql(ALL);

    private AdqlFeatures() {}
}
