package org.xingvo.tables;

/**
 * The two columns that say where a row is.
 *
 * @param ra place of the column of the right ascension
 * @param dec place of the column of the declination
 */
public record SkyPair(int ra, int dec, AngleForm raForm, AngleForm decForm) {
    /** True if the columns hold degrees as numbers, so that they can be searched themselves. */
    public boolean isPlain() {
        return raForm == AngleForm.DEGREES && decForm == AngleForm.DEGREES;
    }
}
