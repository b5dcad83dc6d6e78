package org.xingvo.votable;

import org.jspecify.annotations.Nullable;

/**
 * What time columns refer to (VOTable 1.4, section 3.4). Immutable.
 *
 * @param id XML id
 * @param timescale "UTC", "UNKNOWN"...
 * @param refposition "TOPOCENTER", "UNKNOWN"...
 * @param timeorigin "MJD-origin", "JD-origin" or a number [d]; null for calendar times
 */
public record Timesys(
        String id,
        String timescale,
        String refposition,
        @Nullable String timeorigin) {}
