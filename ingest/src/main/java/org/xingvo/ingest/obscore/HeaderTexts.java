package org.xingvo.ingest.obscore;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/** Texts of headers that mean numbers, for descriptions. Pure functions. */
public final class HeaderTexts {
    /** Keywords that columns of ObsCore come from, the most telling first. */
    public static final Map<String, List<String>> KEYWORDS = Map.of(
            "obs_id", List.of(Describer.OBS_ID),
            "target_name", List.of(Describer.TARGET),
            "facility_name", List.of(Describer.FACILITY),
            "instrument_name", List.of(Describer.INSTRUMENT));

    private HeaderTexts() {}

    /**
     * The MJD [d, UTC] of a date, of its midnight when it has no time of day; null when it is no date.
     *
     * @param timesys scale of the date, as TIMESYS names it
     */
    public static @Nullable Double mjdUtc(String date, String timesys) {
        Dates.Moment moment = Dates.parse(date);
        return moment == null ? null : Dates.toUtc(moment.mjd(), timesys);
    }

    /** Signed value of a sexagesimal text in units of its first part, or null. */
    public static @Nullable Double sexagesimal(String text) {
        return Angles.sexagesimal(text.strip());
    }

    /** True for values that stand for "none": blank, NULL, -9999 and their kind. */
    public static boolean isFiller(Card card) {
        return Header.filler(card);
    }
}
