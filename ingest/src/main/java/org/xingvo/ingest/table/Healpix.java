package org.xingvo.ingest.table;

/**
 * HEALPix pixels in the nested scheme (Gorski et al. 2005, ApJ 622, 759, section 4.1): neighbours on the sky have
 * numbers near one another. Pure functions.
 */
final class Healpix {
    /** Pixels of 26 arcseconds; numbers up to 805,306,367. */
    static final int ORDER = 13;

    /** Sorts behind every pixel. */
    static final int NOWHERE = Integer.MAX_VALUE;

    private static final long BLOCK_ROWS = 1000;
    private static final int MAX_BLOCK_ORDER = 10;
    private static final int UNKNOWN_ROWS_ORDER = 5;
    private static final double TWO_THIRDS = 2.0 / 3.0;

    private Healpix() {}

    /** The pixel of order {@link #ORDER}, {@link #NOWHERE} for what is no position. */
    static int pixel(double raDeg, double decDeg) {
        if (!(raDeg >= -360 && raDeg <= 720 && decDeg >= -90 && decDeg <= 90)) {
            return NOWHERE;
        }
        return (int) nested(ORDER, raDeg, decDeg);
    }

    /** The order of blocks, pixels of about {@link #BLOCK_ROWS} rows each, of a table of so many rows; -1: not known. */
    static int blockOrder(long rows) {
        int order = 0;
        while (order < MAX_BLOCK_ORDER && rows / (12L << (2 * order)) > BLOCK_ROWS) {
            order++;
        }
        return rows < 0 ? UNKNOWN_ROWS_ORDER : order;
    }

    /**
     * The place of a pixel among all: by blocks, and within a block as if thrown. A spatial index that is filled in
     * strict order leaves every page half empty behind it, and takes half as long again.
     */
    static int blocked(int pixel, int blockOrder) {
        if (pixel == NOWHERE) {
            return NOWHERE;
        }
        int within = (1 << (2 * (ORDER - blockOrder))) - 1;
        return (pixel & ~within) | (((pixel * 0x9E3779B1) >>> 3) & within);
    }

    /**
     * The number of a pixel.
     *
     * @param order 0 to 13
     * @param raDeg any longitude
     * @param decDeg -90 to 90
     */
    static long nested(int order, double raDeg, double decDeg) {
        long nside = 1L << order;
        double z = Math.sin(Math.toRadians(decDeg));
        double za = Math.abs(z);
        double turn = raDeg / 90.0 % 4.0;
        double tt = turn < 0 ? turn + 4 : turn;
        if (tt >= 4) {
            tt = 0;
        }
        long face;
        long ix;
        long iy;
        if (za <= TWO_THIRDS) {
            double a = nside * (0.5 + tt);
            double b = nside * z * 0.75;
            long up = (long) (a - b);
            long down = (long) (a + b);
            long upFace = up >> order;
            long downFace = down >> order;
            if (upFace == downFace) {
                face = (upFace & 3) + 4;
            } else {
                face = upFace < downFace ? upFace & 3 : (downFace & 3) + 8;
            }
            ix = down & (nside - 1);
            iy = nside - (up & (nside - 1)) - 1;
        } else {
            int quarter = Math.min(3, (int) tt);
            double within = tt - quarter;
            // sqrt(3 (1 - |z|)) without cancellation near the poles
            double s = Math.sin(Math.toRadians(90 - Math.abs(decDeg)) / 2);
            double size = nside * Math.sqrt(6) * s;
            long p = Math.min(nside - 1, (long) (within * size));
            long m = Math.min(nside - 1, (long) ((1 - within) * size));
            if (z >= 0) {
                face = quarter;
                ix = nside - m - 1;
                iy = nside - p - 1;
            } else {
                face = quarter + 8L;
                ix = p;
                iy = m;
            }
        }
        return (face << (2 * order)) + spread(ix) + (spread(iy) << 1);
    }

    /** Puts a zero before every bit. */
    private static long spread(long v) {
        long x = v & 0xFFFFFFFFL;
        x = (x | (x << 16)) & 0x0000FFFF0000FFFFL;
        x = (x | (x << 8)) & 0x00FF00FF00FF00FFL;
        x = (x | (x << 4)) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | (x << 2)) & 0x3333333333333333L;
        return (x | (x << 1)) & 0x5555555555555555L;
    }
}
