package org.xingvo.ingest.wcs;

import org.jspecify.annotations.Nullable;

/**
 * The rotation from native to celestial spherical coordinates. Immutable. Source: paper II, section 2.2 to 2.4.
 *
 * @param lonDeg celestial longitude of the reference point [deg]
 * @param latDeg celestial latitude of the reference point [deg]
 * @param poleLon celestial longitude of the native pole [rad]
 * @param poleLat celestial latitude of the native pole [rad]
 * @param lonpole native longitude of the celestial pole [rad]
 */
record NativePole(double lonDeg, double latDeg, double poleLon, double poleLat, double lonpole) {
    private static final double TOLERANCE = 1e-10;

    /**
     * The pole of a projection whose native reference point is at the celestial reference point.
     *
     * @param lonpoleDeg null: 180, or 0 where the reference point is north of the native one
     * @param latpoleDeg chooses between two solutions; null: 90
     * @return null when the header's angles contradict each other
     */
    static @Nullable NativePole of(
            double lonDeg,
            double latDeg,
            double phi0Deg,
            double theta0Deg,
            @Nullable Double lonpoleDeg,
            @Nullable Double latpoleDeg) {
        double phiP = Math.toRadians(lonpoleDeg != null ? lonpoleDeg : phi0Deg + (latDeg < theta0Deg ? 180 : 0));
        double lon = Math.toRadians(lonDeg);
        double lat = Math.toRadians(latDeg);
        if (theta0Deg == 90) {
            return new NativePole(lonDeg, latDeg, lon, lat, phiP);
        }
        double phi0 = Math.toRadians(phi0Deg);
        double theta0 = Math.toRadians(theta0Deg);
        Double poleLat =
                poleLatitude(lat, theta0, phiP - phi0, latpoleDeg == null ? Math.PI / 2 : Math.toRadians(latpoleDeg));
        if (poleLat == null) {
            return null;
        }
        double poleLon;
        if (Math.abs(Math.cos(lat)) < TOLERANCE) {
            poleLon = lon;
        } else if (Math.abs(Math.cos(poleLat)) < TOLERANCE) {
            poleLon = poleLat > 0 ? lon + phiP - phi0 - Math.PI : lon - phiP + phi0;
        } else {
            double s = Math.sin(phiP - phi0) * Math.cos(theta0) / Math.cos(lat);
            double c = (Math.sin(theta0) - Math.sin(poleLat) * Math.sin(lat)) / (Math.cos(poleLat) * Math.cos(lat));
            poleLon = lon - Math.atan2(s, c);
        }
        return new NativePole(lonDeg, latDeg, poleLon, poleLat, phiP);
    }

    private static @Nullable Double poleLatitude(double lat, double theta0, double dphi, double latpole) {
        double x = Math.cos(theta0) * Math.cos(dphi);
        double y = Math.sin(theta0);
        double z = Math.hypot(x, y);
        if (z < TOLERANCE) {
            return Math.abs(Math.sin(lat)) > TOLERANCE ? null : (Double) latpole;
        }
        double s = Math.sin(lat) / z;
        if (Math.abs(s) > 1 + TOLERANCE) {
            return null;
        }
        double u = Math.atan2(y, x);
        double v = Math.acos(Math.max(-1, Math.min(1, s)));
        double a = Math.IEEEremainder(u + v, 2 * Math.PI);
        double b = Math.IEEEremainder(u - v, 2 * Math.PI);
        double limit = Math.PI / 2 + TOLERANCE;
        boolean okA = Math.abs(a) <= limit;
        boolean okB = Math.abs(b) <= limit;
        if (!okA && !okB) {
            return null;
        }
        if (okA && okB) {
            return Math.abs(latpole - a) < Math.abs(latpole - b) ? a : b;
        }
        return okA ? a : b;
    }

    /** The celestial direction of a native one [rad]. */
    LonLat celestial(double phi, double theta) {
        double d = phi - lonpole;
        double x = Math.sin(theta) * Math.cos(poleLat) - Math.cos(theta) * Math.sin(poleLat) * Math.cos(d);
        double y = -Math.cos(theta) * Math.sin(d);
        double z = Math.sin(theta) * Math.sin(poleLat) + Math.cos(theta) * Math.cos(poleLat) * Math.cos(d);
        double lat = Math.toDegrees(Math.atan2(z, Math.hypot(x, y)));
        return new LonLat(Math.toDegrees(poleLon + Math.atan2(y, x)), Math.max(-90, Math.min(90, lat)));
    }
}
