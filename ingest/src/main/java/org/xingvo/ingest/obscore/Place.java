package org.xingvo.ingest.obscore;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.wcs.LonLat;
import org.xingvo.ingest.wcs.SkyFrame;

/**
 * A position, or why there is none. Immutable.
 *
 * @param position null with a reason
 * @param reason stable short code, a colon and words; null with a position
 */
record Place(@Nullable SkyPosition position, @Nullable String reason) {
    static Place at(SkyFrame frame, double lonDeg, double latDeg) {
        LonLat icrs = frame.toIcrs(new LonLat(lonDeg, latDeg));
        return new Place(new SkyPosition(icrs.lonDeg(), icrs.latDeg()), null);
    }

    static Place none(String code, String words) {
        return new Place(null, code + ": " + words);
    }
}
