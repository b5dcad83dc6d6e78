package org.xingvo.adql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.function.UserFunction.Kind;
import org.xingvo.adql.function.UserFunction.Parameter;
import org.xingvo.adql.function.UserFunction.Result;
import org.xingvo.adql.query.Type;

/** The list of all user defined functions. What is here can be called and is declared in the capabilities. */
public final class UserFunctions {
    private static final Result FLAG = new Result("INTEGER", Type.INTEGER, SqlType.INTEGER, null);
    private static final Result TEXT = new Result("VARCHAR", Type.TEXT, SqlType.TEXT, null);
    private static final Result POINT = new Result("POINT", Type.POINT, SqlType.DOUBLE_ARRAY, "deg");
    private static final Result DEGREES = new Result("REAL", Type.DOUBLE, SqlType.DOUBLE, "deg");
    private static final Result DAYS = new Result("REAL", Type.DOUBLE, SqlType.DOUBLE, "d");

    /** In alphabetical order; forms of one name beside each other. */
    public static final List<UserFunction> ALL = List.of(
            scalar(
                    "ivo_dms_to_degrees",
                    "sky.dms_to_degrees",
                    DEGREES,
                    "An angle written as d:m:s, ddmmss or 1d2m3s, with or without a sign, in degrees; NULL if it is not"
                            + " written so.",
                    a("dms", Kind.TEXT)),
            scalar(
                    "ivo_epoch_prop_pos",
                    "sky.epoch_prop_pos",
                    POINT,
                    "The position at out_epoch of an object with these parameters at ref_epoch (Julian years), which moves"
                            + " in a straight line: degrees, mas, mas/yr (pmra times cos dec), km/s. A parallax of NULL"
                            + " is infinitely far, a motion of NULL is 0.",
                    required("ra"),
                    required("dec"),
                    a("parallax", Kind.NUMBER),
                    a("pmra", Kind.NUMBER),
                    a("pmdec", Kind.NUMBER),
                    a("radial_velocity", Kind.NUMBER),
                    required("ref_epoch"),
                    required("out_epoch")),
            scalar(
                    "ivo_geom_transform",
                    "sky.rotated",
                    new Result("GEOMETRY", Type.REGION, SqlType.DOUBLE_ARRAY, "deg"),
                    "The geometry turned from one reference frame into another. Frames, in quotes: ICRS, FK5 (J2000),"
                            + " FK4 (B1950), GALACTIC, SUPER_GALACTIC, ECLIPTIC (J2000). Plain rotations, good to some"
                            + " tenths of an arcsecond.",
                    a("from_sys", Kind.FRAME),
                    a("to_sys", Kind.FRAME),
                    a("geo", Kind.GEOMETRY)),
            scalar(
                    "ivo_hashlist_has",
                    "sky.hashlist_has",
                    FLAG,
                    "1 if the list of words joined by hash signs has the item, whatever the case, else 0.",
                    a("hashlist", Kind.TEXT),
                    a("item", Kind.TEXT)),
            scalar(
                    "ivo_hasword",
                    "sky.hasword",
                    FLAG,
                    "1 if every word of needle is in haystack, whatever the case and after English stemming, else 0.",
                    a("haystack", Kind.TEXT),
                    a("needle", Kind.TEXT)),
            scalar(
                    "ivo_healpix_center",
                    "sky.healpix_center",
                    POINT,
                    "The centre of the HEALPix cell of that index (nested) and order.",
                    a("hpxOrder", Kind.INTEGER),
                    a("hpxIndex", Kind.BIGINT)),
            scalar(
                    "ivo_healpix_index",
                    "sky.healpix_index",
                    new Result("BIGINT", Type.BIGINT, SqlType.BIGINT, null),
                    "The index (nested) of the HEALPix cell of that order, 0 to 29, that holds the position in degrees.",
                    a("hpxOrder", Kind.INTEGER),
                    a("long", Kind.NUMBER),
                    a("lat", Kind.NUMBER)),
            scalar(
                    "ivo_healpix_index",
                    "sky.healpix_index",
                    new Result("BIGINT", Type.BIGINT, SqlType.BIGINT, null),
                    "The index (nested) of the HEALPix cell of that order, 0 to 29, that holds the point.",
                    a("hpxOrder", Kind.INTEGER),
                    a("point", Kind.POINT)),
            aggregate(
                    "ivo_histogram",
                    "sky.histogram",
                    new Result("INTEGER[]", Type.OPAQUE, SqlType.INTEGER_ARRAY, null),
                    "How many values of a group lie below lower or are NULL, in each of nbins equal bins, and at or above"
                            + " upper: nbins + 2 numbers. At most 10000 bins.",
                    a("val", Kind.NUMBER),
                    a("lower", Kind.NUMBER),
                    a("upper", Kind.NUMBER),
                    a("nbins", Kind.INTEGER)),
            scalar(
                    "ivo_hms_to_degrees",
                    "sky.hms_to_degrees",
                    DEGREES,
                    "An angle written as h:m:s, hhmmss or 1h2m3s in degrees; NULL if it is not written so.",
                    a("hms", Kind.TEXT)),
            scalar(
                    "ivo_interval_overlaps",
                    "sky.interval_overlaps",
                    FLAG,
                    "1 if the interval from a1 to b1 has a number in common with that from a2 to b2, ends included, else"
                            + " 0.",
                    a("a1", Kind.NUMBER),
                    a("b1", Kind.NUMBER),
                    a("a2", Kind.NUMBER),
                    a("b2", Kind.NUMBER)),
            scalar(
                    "ivo_nocasematch",
                    "sky.nocasematch",
                    FLAG,
                    "1 if value is like the pattern whatever the case, else 0; the same as ILIKE.",
                    a("value", Kind.TEXT),
                    a("pattern", Kind.TEXT)),
            scalar(
                    "ivo_normal_random",
                    "sky.normal_random",
                    new Result("REAL", Type.DOUBLE, SqlType.DOUBLE, null),
                    "A random number, normally distributed around mu with standard deviation sigma.",
                    a("mu", Kind.NUMBER),
                    a("sigma", Kind.NUMBER)),
            aggregate(
                    "ivo_string_agg",
                    "string_agg",
                    TEXT,
                    "The texts of a group that are not NULL, joined by delimiter, in no particular order.",
                    a("expression", Kind.TEXT),
                    a("delimiter", Kind.TEXT)),
            scalar("ivo_to_jd", "sky.to_jd", DAYS, "A timestamp as Julian Date.", a("d", Kind.TIMESTAMP)),
            scalar("ivo_to_mjd", "sky.to_mjd", DAYS, "A timestamp as Modified Julian Date.", a("d", Kind.TIMESTAMP)),
            scalar(
                    "xing_epoch_prop",
                    "sky.epoch_prop",
                    new Result("REAL[6]", Type.OPAQUE, SqlType.DOUBLE_ARRAY, null),
                    "As ivo_epoch_prop_pos, but all six: ra, dec, parallax, pmra, pmdec, radial velocity at out_epoch.",
                    required("ra"),
                    required("dec"),
                    a("parallax", Kind.NUMBER),
                    a("pmra", Kind.NUMBER),
                    a("pmdec", Kind.NUMBER),
                    a("radial_velocity", Kind.NUMBER),
                    required("ref_epoch"),
                    required("out_epoch")),
            scalar(
                    "xing_interval_has",
                    "sky.interval_has",
                    FLAG,
                    "1 if the number lies in the interval, an array of two, ends included, else 0.",
                    a("val", Kind.NUMBER),
                    a("iv", Kind.INTERVAL)),
            scalar(
                    "xing_to_timestamp",
                    "sky.to_timestamp",
                    new Result("TIMESTAMP", Type.TIMESTAMP, SqlType.TIMESTAMP, null),
                    "A Modified Julian Date as timestamp; NULL outside the years 1 to 9999.",
                    a("mjd", Kind.NUMBER)));

    private UserFunctions() {}

    /** The forms of that name, whatever the case; empty if there is none. */
    public static List<UserFunction> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(f -> f.name().equals(lower)).toList();
    }

    /** Every name once. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        ALL.stream().map(UserFunction::name).distinct().forEach(names::add);
        return names;
    }

    private static UserFunction scalar(
            String name, String sql, Result result, String description, Parameter... parameters) {
        return new UserFunction(name, List.of(parameters), result, sql, false, description);
    }

    private static UserFunction aggregate(
            String name, String sql, Result result, String description, Parameter... parameters) {
        return new UserFunction(name, List.of(parameters), result, sql, true, description);
    }

    private static Parameter a(String name, Kind kind) {
        return new Parameter(name, kind, false);
    }

    private static Parameter required(String name) {
        return new Parameter(name, Kind.NUMBER, true);
    }
}
