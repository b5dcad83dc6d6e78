package org.xingvo.ingest.obscore;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * Tells exposures of lamps, of the closed shutter and of the dome, and masks made from them: their headers hold where
 * the telescope happened to point, which is not where the light came from. A standard star or the twilight sky is on
 * the sky and is none of these. Pure functions.
 */
final class Calibration {
    /** Cards that classify an exposure. */
    private static final List<String> TYPE_CARDS = List.of(
            "OBSTYPE",
            "OBS_TYPE",
            "OBS-TYPE",
            "IMAGETYP",
            "IMAGETYPE",
            "IMTYPE",
            "EXPTYPE",
            "EXP_TYPE",
            "FLAVOR",
            "DATA-TYP",
            "DATATYPE",
            "VIMTYPE",
            "HIERARCH ESO DPR TYPE",
            "FRAME",
            "FRAMETYP",
            "OBJECT");

    private static final Set<String> WORDS = Set.of(
            "BIAS",
            "ZERO",
            "DARK",
            "COMP",
            "COMPARISON",
            "ARC",
            "ARCS",
            "LAMP",
            "LAMPS",
            "DOMEFLAT",
            "DFLAT",
            "FLAT",
            "FLATS",
            "FLATFIELD",
            "INTFLAT",
            "IFLAT",
            "LAMPFLAT",
            "DOME",
            "WAVECAL",
            "BPM",
            "ILLUMMASK",
            "OVERSCAN",
            "MBIAS",
            "MDARK",
            "MFLAT",
            "MASTERBIAS",
            "MASTERDARK",
            "MASTERFLAT",
            "LED");

    private static final Pattern WORD = Pattern.compile("[A-Z]+");

    private Calibration() {}

    /** What says that the file is no exposure of the sky, or null when nothing does. */
    static @Nullable String evidence(Header header) {
        if (header.hdus().stream().noneMatch(HduHeader::hasData)) {
            return null;
        }
        for (HduHeader hdu : header.hdus()) {
            String observingClass = hdu.value("OBSCLASS");
            if (observingClass != null && observingClass.equalsIgnoreCase("dayCal")) {
                return "OBSCLASS is " + observingClass;
            }
            for (String keyword : TYPE_CARDS) {
                String value = hdu.value(keyword);
                if (value != null && says(value, keyword.equals("OBJECT"))) {
                    return keyword + " is " + value.strip();
                }
            }
        }
        return null;
    }

    /** The name of an object must be such a word as a whole: there is a star in Fornax's "Arc". */
    private static boolean says(String value, boolean whole) {
        String text = value.strip().toUpperCase(Locale.ROOT);
        if (text.contains("SKY") || text.contains("TWILIGHT")) {
            return false;
        }
        if (whole) {
            return WORDS.contains(text.replaceAll("[ _-]", ""));
        }
        if (WORD.matcher(text).results().anyMatch(match -> WORDS.contains(match.group()))) {
            return true;
        }
        return WORDS.contains(text.replaceAll("[^A-Z]", ""));
    }
}
