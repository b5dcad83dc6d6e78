package org.xingvo.ingest.table;

/**
 * The two columns that say where a row is.
 *
 * @param ra place of the column of the right ascension
 * @param dec place of the column of the declination
 */
record SkyPair(int ra, int dec, AngleForm raForm, AngleForm decForm) {
    /** True if the columns hold degrees as numbers, so that they can be searched themselves. */
    boolean isPlain() {
        return raForm == AngleForm.DEGREES && decForm == AngleForm.DEGREES;
    }
}
