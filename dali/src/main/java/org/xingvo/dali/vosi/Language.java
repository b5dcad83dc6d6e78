package org.xingvo.dali.vosi;

import java.util.List;

/**
 * A query language and what of it is optional and there (TAPRegExt 1.0, section 2.1). Immutable.
 *
 * @param versions at least one
 */
public record Language(String name, List<Version> versions, String description, List<Features> features) {
    /** A version and its IVOID, for example {@code 2.1} and {@code ivo://ivoa.net/std/ADQL#v2.1}. */
    public record Version(String number, String ivoid) {}

    /**
     * Features of one kind.
     *
     * @param type IVOID of TAPRegExt; clients know no others
     */
    public record Features(String type, List<Feature> features) {
        public static final String GEOMETRY = "ivo://ivoa.net/std/TAPRegExt#features-adqlgeo";
        public static final String FUNCTIONS = "ivo://ivoa.net/std/TAPRegExt#features-udf";
        public static final String STRINGS = "ivo://ivoa.net/std/TAPRegExt#features-adql-string";
        public static final String SETS = "ivo://ivoa.net/std/TAPRegExt#features-adql-sets";
        public static final String COMMON_TABLE = "ivo://ivoa.net/std/TAPRegExt#features-adql-common-table";
        public static final String TYPE = "ivo://ivoa.net/std/TAPRegExt#features-adql-type";
        public static final String CONDITIONAL = "ivo://ivoa.net/std/TAPRegExt#features-adql-conditional";
        public static final String UNIT = "ivo://ivoa.net/std/TAPRegExt#features-adql-unit";
        public static final String OFFSET = "ivo://ivoa.net/std/TAPRegExt#features-adql-offset";

        public Features {
            features = List.copyOf(features);
        }

        /** Features that need no description. */
        public static Features named(String type, String... forms) {
            return new Features(
                    type,
                    List.of(forms).stream().map(form -> new Feature(form, "")).toList());
        }
    }

    /**
     * One feature.
     *
     * @param form a keyword, or {@code name(argument TYPE) -> TYPE} for a function of our own
     * @param description may be empty
     */
    public record Feature(String form, String description) {}

    public Language {
        versions = List.copyOf(versions);
        features = List.copyOf(features);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("Language " + name + ": expected a version, found none");
        }
    }

    /** ADQL 2.0 and 2.1 as one language. */
    public static Language adql(List<Features> features) {
        return new Language(
                "ADQL",
                List.of(
                        new Version("2.0", "ivo://ivoa.net/std/ADQL#v2.0"),
                        new Version("2.1", "ivo://ivoa.net/std/ADQL#v2.1")),
                "Astronomical Data Query Language",
                features);
    }
}
