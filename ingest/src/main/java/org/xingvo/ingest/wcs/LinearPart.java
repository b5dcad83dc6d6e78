package org.xingvo.ingest.wcs;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * From pixels to the plane of projection: reference pixel, lookup tables, SIP and the two rows of the matrix that lead to longitude
 * and latitude. Immutable. Source: paper I, section 2.1; SIP: Shupe et al. 2005.
 *
 * @param lonRow degrees for each pixel, along every axis
 * @param latRow the same for the latitude
 * @param lonAxis the pixel axis that moves longitude most, from 0
 * @param latAxis the other pixel axis of the pair, from 0
 */
record LinearPart(
        double[] referencePixel,
        double[] lonRow,
        double[] latRow,
        int lonAxis,
        int latAxis,
        @Nullable Distortion sip,
        @Nullable LookupTables tables) {
    /** Null when the matrix is singular or not given at all. */
    static @Nullable LinearPart of(
            HduHeader hdu, int axes, int lon, int lat, double lonUnit, double latUnit, @Nullable LookupTables tables) {
        double[] reference = new double[axes];
        for (int j = 0; j < axes; j++) {
            Double crpix = hdu.number("CRPIX" + (j + 1));
            reference[j] = crpix == null ? 0 : crpix;
        }
        double[][] rows = rows(hdu, axes, lon, lat);
        if (rows == null) {
            return null;
        }
        for (int j = 0; j < axes; j++) {
            rows[0][j] *= lonUnit;
            rows[1][j] *= latUnit;
        }
        int[] pair = pair(rows, lon, lat);
        return pair == null
                ? null
                : new LinearPart(reference, rows[0], rows[1], pair[0], pair[1], Distortion.sip(hdu), tables);
    }

    private static double @Nullable [][] rows(HduHeader hdu, int axes, int lon, int lat) {
        double[][] rows = new double[2][axes];
        int[] world = {lon, lat};
        boolean cd = false;
        boolean pc = false;
        for (int i = 0; i < axes; i++) {
            for (int j = 0; j < axes; j++) {
                cd |= hdu.number("CD" + (i + 1) + "_" + (j + 1)) != null;
                pc |= pc(hdu, i, j) != null;
            }
        }
        if (cd) {
            for (int k = 0; k < 2; k++) {
                for (int j = 0; j < axes; j++) {
                    Double value = hdu.number("CD" + (world[k] + 1) + "_" + (j + 1));
                    rows[k][j] = value == null ? 0 : value;
                }
            }
            return rows;
        }
        Double lonStep = hdu.number("CDELT" + (lon + 1));
        Double latStep = hdu.number("CDELT" + (lat + 1));
        if (lonStep == null && latStep == null && !pc) {
            return null;
        }
        double[] step = {lonStep == null ? 1 : lonStep, latStep == null ? 1 : latStep};
        if (pc) {
            for (int k = 0; k < 2; k++) {
                for (int j = 0; j < axes; j++) {
                    Double value = pc(hdu, world[k], j);
                    rows[k][j] = step[k] * (value == null ? (world[k] == j ? 1 : 0) : value);
                }
            }
            return rows;
        }
        double rotation = Math.toRadians(rotation(hdu, lon, lat));
        rows[0][lon] = step[0] * Math.cos(rotation);
        rows[0][lat] = -step[1] * Math.sin(rotation);
        rows[1][lon] = step[0] * Math.sin(rotation);
        rows[1][lat] = step[1] * Math.cos(rotation);
        return rows;
    }

    private static @Nullable Double pc(HduHeader hdu, int i, int j) {
        Double value = hdu.number("PC" + (i + 1) + "_" + (j + 1));
        return value != null ? value : hdu.number("PC00" + (i + 1) + "00" + (j + 1));
    }

    /** CROTA belongs to the latitude axis; some wrote it on both, some on the other only. */
    private static double rotation(HduHeader hdu, int lon, int lat) {
        Double value = hdu.number("CROTA" + (lat + 1));
        Double other = hdu.number("CROTA" + (lon + 1));
        if (value != null && (value != 0 || other == null)) {
            return value;
        }
        return other == null ? 0 : other;
    }

    /** The two pixel axes with the largest determinant; null when all are zero. */
    private static int @Nullable [] pair(double[][] rows, int lon, int lat) {
        double best = 0;
        int[] pair = null;
        int n = rows[0].length;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double determinant = Math.abs(rows[0][i] * rows[1][j] - rows[0][j] * rows[1][i]);
                boolean named = (i == lon && j == lat) || (i == lat && j == lon);
                if (determinant > best * (named ? 1 : 1.0000001) && Double.isFinite(determinant)) {
                    best = determinant;
                    boolean straight = Math.abs(rows[0][i] * rows[1][j]) >= Math.abs(rows[0][j] * rows[1][i]);
                    pair = straight ? new int[] {i, j} : new int[] {j, i};
                }
            }
        }
        return pair;
    }

    /** Projected coordinates [deg]; axes that the pixel does not name are at the reference pixel. */
    double[] toPlane(double[] pixel) {
        int n = referencePixel.length;
        double[] p = new double[n];
        for (int j = 0; j < n; j++) {
            p[j] = j < pixel.length ? pixel[j] - referencePixel[j] : 0;
        }
        double[] shift = {0, 0};
        if (tables != null && n >= 2) {
            double[] image = tables.toImage(p[0] + referencePixel[0], p[1] + referencePixel[1]);
            shift = tables.imageShift(image[0], image[1]);
            p[0] = image[0] - referencePixel[0];
            p[1] = image[1] - referencePixel[1];
        }
        if (sip != null && n >= 2) {
            double[] bent = sip.apply(p[0], p[1]);
            p[0] = bent[0];
            p[1] = bent[1];
        }
        if (n >= 2) {
            p[0] += shift[0];
            p[1] += shift[1];
        }
        double x = 0;
        double y = 0;
        for (int j = 0; j < n; j++) {
            x += lonRow[j] * p[j];
            y += latRow[j] * p[j];
        }
        return new double[] {x, y};
    }

    @Override
    public double[] referencePixel() {
        return referencePixel.clone();
    }
}
