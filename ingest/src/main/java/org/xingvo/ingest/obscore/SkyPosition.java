package org.xingvo.ingest.obscore;

/**
 * A direction in ICRS. Immutable.
 *
 * @param raDeg right ascension [deg], 0 inclusive to 360 exclusive
 * @param decDeg declination [deg], -90 to 90
 */
public record SkyPosition(double raDeg, double decDeg) {
    public SkyPosition {
        if (!(raDeg >= 0 && raDeg < 360 && decDeg >= -90 && decDeg <= 90)) {
            throw new IllegalArgumentException(
                    "sky position: expected 0 <= ra < 360 and -90 <= dec <= 90, found %s %s".formatted(raDeg, decDeg));
        }
    }
}
