package org.xingvo.dali.vosi;

import java.util.ArrayList;
import java.util.List;
import org.xingvo.dali.vosi.Language.Feature;
import org.xingvo.dali.vosi.Language.Features;
import org.xingvo.dali.vosi.TapCapability.Limit;
import org.xingvo.dali.vosi.TapCapability.Limits;
import org.xingvo.dali.vosi.TapCapability.OutputFormat;

/** Descriptions with something in every place. */
final class Examples {
    static final TableMeta TABLE = new TableMeta(
            "survey.\"size\"",
            "table",
            "Sizes",
            "Sizes of <galaxies> & stars",
            "x:y",
            List.of(
                    new ColumnMeta(
                            "ra",
                            "Right\u0001 ascension",
                            "deg",
                            "pos.eq.ra;meta.main",
                            null,
                            "double",
                            null,
                            null,
                            true,
                            true,
                            false),
                    new ColumnMeta(
                            "s_region",
                            "Outline",
                            null,
                            "pos.outline;obs.field",
                            "obscore:Char.SpatialAxis.Coverage",
                            "double",
                            "*",
                            "polygon",
                            false,
                            false,
                            true),
                    new ColumnMeta("field_id", null, null, null, null, "char", "8*", null, false, false, false)),
            List.of(new ForeignKeyMeta(
                    "survey.fields", List.of(new ForeignKeyMeta.ColumnPair("field_id", "id")), "its field", null)));

    private Examples() {}

    static List<Capability> tap(String base) {
        List<Capability> all = new ArrayList<>(PlainCapability.selfDescription(base));
        all.add(PlainCapability.tables(base));
        all.add(tapItself(base));
        return all;
    }

    static TapCapability tapItself(String base) {
        Language adql = Language.adql(List.of(
                Features.named(
                        Features.GEOMETRY, "POINT", "CIRCLE", "BOX", "POLYGON", "CONTAINS", "INTERSECTS", "DISTANCE"),
                Features.named(Features.STRINGS, "LOWER", "UPPER", "ILIKE"),
                Features.named(Features.OFFSET, "OFFSET"),
                new Features(
                        Features.FUNCTIONS,
                        List.of(new Feature("ivo_hasword(haystack TEXT, needle TEXT) -> INTEGER", "1 if it has")))));
        return new TapCapability(
                List.of(AccessInterface.base(base)
                        .withVersion("1.1")
                        .withSecurity(List.of(AccessInterface.ANONYMOUS, AccessInterface.BASIC))),
                List.of(TapCapability.OBSCORE),
                List.of(adql),
                List.of(
                        OutputFormat.VOTABLE_BINARY2,
                        OutputFormat.VOTABLE_TABLEDATA,
                        OutputFormat.CSV,
                        OutputFormat.TSV),
                List.of(),
                new Limits(null, new Limit(60L, 600L), new Limit(2000L, 10_000_000L), new Limit(null, 1_000_000L)));
    }

    static ConeCapability cone(String url) {
        return new ConeCapability(List.of(ConeCapability.at(url)), 180, 10_000, true, 10.5, -20, 0.25);
    }
}
