package org.xingvo.ingest.preview;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.wcs.CelestialWcs;
import org.xingvo.ingest.wcs.LonLat;

/**
 * Where north and east are in a picture, and how large a pixel is. Immutable.
 *
 * @param northX unit vector towards north, to the right
 * @param northY the same, upwards
 * @param eastX unit vector towards east
 * @param eastY the same, upwards
 * @param arcsecPerPixel along the picture's first axis
 */
record Compass(double northX, double northY, double eastX, double eastY, double arcsecPerPixel) {

    /** In the middle of a plane; null: the plane is not on the sky, or its middle is not. */
    static @Nullable Compass of(@Nullable CelestialWcs wcs, Plane plane) {
        if (wcs == null) {
            return null;
        }
        double[] middle = Plane.middle(plane.axes());
        LonLat here = wcs.toIcrs(middle);
        double[] alongX = step(wcs, here, middle, plane.x());
        double[] alongY = step(wcs, here, middle, plane.y());
        if (alongX == null || alongY == null) {
            return null;
        }
        double determinant = alongX[0] * alongY[1] - alongX[1] * alongY[0];
        double scale = Math.hypot(alongX[0], alongX[1]);
        if (!(Math.abs(determinant) > 1e-6 * scale * scale)) {
            return null;
        }
        // the inverse of (pixels to east and north)
        double[] east = unit(alongY[1] / determinant, -alongX[1] / determinant);
        double[] north = unit(-alongY[0] / determinant, alongX[0] / determinant);
        return new Compass(north[0], north[1], east[0], east[1], scale * 3600);
    }

    /** East and north [deg] of one pixel further along an axis. */
    private static double @Nullable [] step(CelestialWcs wcs, @Nullable LonLat here, double[] middle, int axis) {
        double[] pixel = middle.clone();
        pixel[axis] += 1;
        LonLat there = wcs.toIcrs(pixel);
        if (here == null || there == null) {
            return null;
        }
        double east = Math.IEEEremainder(there.lonDeg() - here.lonDeg(), 360) * Math.cos(Math.toRadians(here.latDeg()));
        return new double[] {east, there.latDeg() - here.latDeg()};
    }

    private static double[] unit(double x, double y) {
        double length = Math.hypot(x, y);
        return new double[] {x / length, y / length};
    }
}
