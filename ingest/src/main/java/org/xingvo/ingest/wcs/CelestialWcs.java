package org.xingvo.ingest.wcs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Celestial world coordinates of one image: from pixels to ICRS. Pixels are counted as in FITS: the centre of the
 * first one is 1. Immutable and thread-safe. Made by {@link SkyWcsReader}. Source: paper II, section 2.
 */
public final class CelestialWcs implements SkyWcs {
    /** A polygon is not given for anything wider: its edges would not be those of the image. */
    private static final double MAX_FOOTPRINT_DEG = 60;

    private final LinearPart linear;
    private final @Nullable Projection projection;
    private final @Nullable Distortion tpv;
    private final NativePole pole;
    private final SkyFrame frame;
    private final List<Long> axes;

    CelestialWcs(
            LinearPart linear,
            @Nullable Projection projection,
            @Nullable Distortion tpv,
            NativePole pole,
            SkyFrame frame,
            List<Long> axes) {
        this.linear = linear;
        this.projection = projection;
        this.tpv = tpv;
        this.pole = pole;
        this.frame = frame;
        this.axes = List.copyOf(axes);
    }

    /** The frame the header is written in. */
    public SkyFrame frame() {
        return frame;
    }

    /** Pixels along the axis that runs mostly in longitude; 1 if that axis has no length. */
    public long lonPixels() {
        return length(linear.lonAxis());
    }

    /** Pixels along the axis that runs mostly in latitude; 1 if that axis has no length. */
    public long latPixels() {
        return length(linear.latAxis());
    }

    /**
     * Both sky axes have more than one pixel, or no axis has: it is a picture, if only of one pixel, and not the place
     * of a spectrum whose sky axes are there for their coordinates only.
     */
    public boolean isPicture() {
        return (lonPixels() > 1 && latPixels() > 1) || axes.stream().allMatch(length -> length == 1);
    }

    /** False for a header alone, which names a reference point but no extent. */
    public boolean hasPixels() {
        return !axes.isEmpty();
    }

    private long length(int axis) {
        return axis < axes.size() ? axes.get(axis) : 1;
    }

    /**
     * The direction of a pixel in ICRS, or null outside of the projection.
     *
     * @param pixel one coordinate for each axis; missing ones are taken at the reference pixel
     */
    public @Nullable LonLat toIcrs(double... pixel) {
        double[] plane = linear.toPlane(pixel);
        double x = plane[0];
        double y = plane[1];
        if (projection == null) {
            return checked(pole.lonDeg() + x, pole.latDeg() + y);
        }
        if (tpv != null) {
            double[] bent = tpv.apply(x, y);
            x = bent[0];
            y = bent[1];
        }
        if (projection.code().equals("GLS")) {
            double lat = pole.latDeg() + y;
            return checked(pole.lonDeg() + x / Math.cos(Math.toRadians(lat)), lat);
        }
        double[] point = projection.toNative(x, y);
        return point == null ? null : frame.toIcrs(pole.celestial(point[0], point[1]));
    }

    private @Nullable LonLat checked(double lon, double lat) {
        return Math.abs(lat) <= 90 && Double.isFinite(lon) ? frame.toIcrs(new LonLat(lon, lat)) : null;
    }

    /**
     * ICRS direction of the middle of the image: pixel (length + 1) / 2 on every axis, the reference pixel where there
     * are no pixels. Null when the middle is outside of the projection.
     */
    public @Nullable LonLat centre() {
        return toIcrs(centrePixel());
    }

    private double[] centrePixel() {
        double[] pixel = linear.referencePixel();
        for (int i = 0; i < Math.min(pixel.length, axes.size()); i++) {
            pixel[i] = (axes.get(i) + 1) / 2.0;
        }
        return pixel;
    }

    /**
     * ICRS directions of the four outer corners of the corner pixels, in the order that DALI 1.1, section 3.3.7 asks
     * for: counter-clockwise as seen from the inside of the sphere. Empty when there are no pixels, a corner is
     * outside of the projection, or the image is wider than a polygon can say.
     */
    public List<LonLat> footprint() {
        LonLat centre = centre();
        if (axes.isEmpty() || !isPicture() || centre == null) {
            return List.of();
        }
        double right = lonPixels() + 0.5;
        double top = latPixels() + 0.5;
        double[][] corners = {{0.5, 0.5}, {right, 0.5}, {right, top}, {0.5, top}};
        List<LonLat> polygon = new ArrayList<>();
        for (double[] corner : corners) {
            double[] pixel = centrePixel();
            pixel[linear.lonAxis()] = corner[0];
            pixel[linear.latAxis()] = corner[1];
            LonLat vertex = toIcrs(pixel);
            if (vertex == null || vertex.separationDeg(centre) > MAX_FOOTPRINT_DEG) {
                return List.of();
            }
            polygon.add(vertex);
        }
        return clockwise(polygon, centre) ? polygon.reversed() : polygon;
    }

    /** As seen from the inside, where east is left of north. */
    private static boolean clockwise(List<LonLat> polygon, LonLat centre) {
        double[] c = centre.vector();
        double turn = 0;
        for (int i = 0; i < polygon.size(); i++) {
            double[] a = polygon.get(i).vector();
            double[] b = polygon.get((i + 1) % polygon.size()).vector();
            turn += c[0] * (a[1] * b[2] - a[2] * b[1])
                    + c[1] * (a[2] * b[0] - a[0] * b[2])
                    + c[2] * (a[0] * b[1] - a[1] * b[0]);
        }
        return turn > 0;
    }

    /** Side of a square with the area of the middle pixel [arcsec], or null outside of the projection. */
    public @Nullable Double pixelScaleArcsec() {
        double[] middle = centrePixel();
        double[] a = step(middle, linear.lonAxis());
        double[] b = step(middle, linear.latAxis());
        if (a == null || b == null) {
            return null;
        }
        double x = a[1] * b[2] - a[2] * b[1];
        double y = a[2] * b[0] - a[0] * b[2];
        double z = a[0] * b[1] - a[1] * b[0];
        double area = Math.sqrt(x * x + y * y + z * z);
        double side = Math.toDegrees(Math.sqrt(area)) * 3600;
        return side > 0 && Double.isFinite(side) ? side : null;
    }

    private double @Nullable [] step(double[] middle, int axis) {
        double[] low = middle.clone();
        double[] high = middle.clone();
        low[axis] -= 0.5;
        high[axis] += 0.5;
        LonLat a = toIcrs(low);
        LonLat b = toIcrs(high);
        if (a == null || b == null) {
            return null;
        }
        double[] va = a.vector();
        double[] vb = b.vector();
        return new double[] {vb[0] - va[0], vb[1] - va[1], vb[2] - va[2]};
    }
}
