package org.xingvo.ingest.collection;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Units written in comments of cards, {@code [mm] focus} (FITS 4.0, section 4.3.2), as VOUnits 1.1. What is not in
 * the table has no unit: a wrong unit is worse than none.
 */
final class Units {
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\[\\]]{1,40})]");

    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("deg", "deg"),
            Map.entry("degree", "deg"),
            Map.entry("degrees", "deg"),
            Map.entry("rad", "rad"),
            Map.entry("radian", "rad"),
            Map.entry("radians", "rad"),
            Map.entry("arcmin", "arcmin"),
            Map.entry("arcsec", "arcsec"),
            Map.entry("arcsecs", "arcsec"),
            Map.entry("arcsecond", "arcsec"),
            Map.entry("arcseconds", "arcsec"),
            Map.entry("mas", "mas"),
            Map.entry("s", "s"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("second", "s"),
            Map.entry("seconds", "s"),
            Map.entry("ms", "ms"),
            Map.entry("min", "min"),
            Map.entry("minutes", "min"),
            Map.entry("h", "h"),
            Map.entry("hr", "h"),
            Map.entry("hour", "h"),
            Map.entry("hours", "h"),
            Map.entry("d", "d"),
            Map.entry("day", "d"),
            Map.entry("days", "d"),
            Map.entry("yr", "yr"),
            Map.entry("year", "yr"),
            Map.entry("years", "yr"),
            Map.entry("m", "m"),
            Map.entry("meter", "m"),
            Map.entry("meters", "m"),
            Map.entry("metre", "m"),
            Map.entry("metres", "m"),
            Map.entry("km", "km"),
            Map.entry("cm", "cm"),
            Map.entry("mm", "mm"),
            Map.entry("um", "um"),
            Map.entry("micron", "um"),
            Map.entry("microns", "um"),
            Map.entry("micrometer", "um"),
            Map.entry("nm", "nm"),
            Map.entry("angstrom", "Angstrom"),
            Map.entry("angstroms", "Angstrom"),
            Map.entry("m/s", "m/s"),
            Map.entry("m s-1", "m/s"),
            Map.entry("km/s", "km/s"),
            Map.entry("km s-1", "km/s"),
            Map.entry("mag", "mag"),
            Map.entry("mag/arcsec^2", "mag/arcsec**2"),
            Map.entry("mag/arcsec**2", "mag/arcsec**2"),
            Map.entry("arcsec/pixel", "arcsec/pixel"),
            Map.entry("arcsec/pix", "arcsec/pixel"),
            Map.entry("arcsec/mm", "arcsec/mm"),
            Map.entry("arcsec/yr", "arcsec/yr"),
            Map.entry("mas/yr", "mas/yr"),
            Map.entry("deg/s", "deg/s"),
            Map.entry("deg/sec", "deg/s"),
            Map.entry("arcsec/s", "arcsec/s"),
            Map.entry("arcsec/sec", "arcsec/s"),
            Map.entry("adu", "adu"),
            Map.entry("electron", "electron"),
            Map.entry("electrons", "electron"),
            Map.entry("e-", "electron"),
            Map.entry("e-/s", "electron/s"),
            Map.entry("electron/s", "electron/s"),
            Map.entry("e/adu", "electron/adu"),
            Map.entry("e-/adu", "electron/adu"),
            Map.entry("electron/adu", "electron/adu"),
            Map.entry("count", "count"),
            Map.entry("counts", "count"),
            Map.entry("photon", "photon"),
            Map.entry("photons", "photon"),
            Map.entry("pixel", "pixel"),
            Map.entry("pixels", "pixel"),
            Map.entry("pix", "pixel"),
            Map.entry("k", "K"),
            Map.entry("kelvin", "K"),
            Map.entry("ev", "eV"),
            Map.entry("kev", "keV"),
            Map.entry("mev", "MeV"),
            Map.entry("gev", "GeV"),
            Map.entry("tev", "TeV"),
            Map.entry("hz", "Hz"),
            Map.entry("khz", "kHz"),
            Map.entry("mhz", "MHz"),
            Map.entry("ghz", "GHz"),
            Map.entry("jy", "Jy"),
            Map.entry("mjy", "mJy"),
            Map.entry("pa", "Pa"),
            Map.entry("hpa", "hPa"),
            Map.entry("v", "V"),
            Map.entry("volt", "V"),
            Map.entry("volts", "V"),
            Map.entry("%", "%"),
            Map.entry("percent", "%"));

    private Units() {}

    /** The unit as VOUnits writes it, or null. */
    static @Nullable String vounit(String written) {
        return SPELLINGS.get(written.strip().toLowerCase(Locale.ROOT));
    }

    /** The first unit in brackets, or null. */
    static @Nullable String fromComment(@Nullable String comment) {
        if (comment == null || comment.indexOf('[') < 0) {
            return null;
        }
        Matcher brackets = IN_BRACKETS.matcher(comment);
        while (brackets.find()) {
            String unit = vounit(brackets.group(1));
            if (unit != null) {
                return unit;
            }
        }
        return null;
    }

    /** The comment without the unit in brackets and without blanks around. */
    static String withoutUnit(@Nullable String comment) {
        if (comment == null) {
            return "";
        }
        Matcher brackets = IN_BRACKETS.matcher(comment);
        return (brackets.lookingAt() ? comment.substring(brackets.end()) : comment).strip();
    }
}
