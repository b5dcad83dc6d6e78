package org.xingvo.ingest.preview;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.CelestialWcs;
import org.xingvo.ingest.wcs.LonLat;

/**
 * Which two axes of an image are shown, and where on the others. Immutable.
 *
 * @param x axis that runs to the right, from 0
 * @param y axis that runs upwards, from 0
 * @param at a pixel on every axis, from 0; those of {@code x} and {@code y} do not count
 */
record Plane(HduHeader hdu, List<Long> axes, int x, int y, List<Long> at) {

    /** The sky axes if there are any, else the first two that have a length; the middle of the others. */
    static Plane of(HduHeader hdu, @Nullable CelestialWcs wcs) throws NoPreview {
        List<Long> axes = hdu.imageAxes();
        List<Integer> wide = new ArrayList<>();
        List<Integer> sky = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) > 1) {
                wide.add(i);
                if (wcs != null && moves(wcs, axes, i)) {
                    sky.add(i);
                }
            }
        }
        if (wide.size() < 2) {
            throw new NoPreview("The image has less than two axes with pixels.");
        }
        List<Integer> shown = sky.size() == 2 ? sky : wide;
        List<Long> at = axes.stream().map(n -> (n - 1) / 2).toList();
        return new Plane(hdu, axes, shown.get(0), shown.get(1), at);
    }

    long width() {
        return axes.get(x);
    }

    long height() {
        return axes.get(y);
    }

    /** The middle pixel, counted as in FITS. */
    static double[] middle(List<Long> axes) {
        return axes.stream().mapToDouble(n -> (n + 1) / 2.0).toArray();
    }

    private static boolean moves(CelestialWcs wcs, List<Long> axes, int axis) {
        double[] pixel = middle(axes);
        LonLat here = wcs.toIcrs(pixel);
        pixel[axis] += 1;
        LonLat there = wcs.toIcrs(pixel);
        return here != null && there != null && here.separationDeg(there) > 1e-10;
    }
}
