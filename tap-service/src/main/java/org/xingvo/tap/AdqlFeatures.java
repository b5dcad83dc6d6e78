package org.xingvo.tap;

import java.util.List;
import org.xingvo.dali.vosi.Language;
import org.xingvo.dali.vosi.Language.Features;

/** The optional parts of ADQL 2.1 that the compiler understands, as the capabilities declare them. */
final class AdqlFeatures {
    /** Every one is run in a test: what is declared must work. */
    static final List<Features> ALL = List.of(
            Features.named(
                    Features.GEOMETRY,
                    "POINT",
                    "CIRCLE",
                    "BOX",
                    "POLYGON",
                    "CONTAINS",
                    "INTERSECTS",
                    "DISTANCE",
                    "AREA",
                    "CENTROID",
                    "COORD1",
                    "COORD2"),
            Features.named(Features.STRINGS, "LOWER", "UPPER", "ILIKE"),
            Features.named(Features.OFFSET, "OFFSET"));

    static final Language ADQL = Language.adql(ALL);

    private AdqlFeatures() {}
}
