package org.xingvo.ingest.fits;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a small image that corrects world coordinates (EXTNAME WCSDVARR or D2IMARR). Immutable; do not write
 * to {@code values}.
 *
 * @param width samples along the first axis
 * @param height samples along the second axis, 1 if there is none
 * @param values row by row, width times height
 */
@SuppressWarnings("ArrayRecordComponent")
public record Grid(int width, int height, float[] values) {
    public Grid {
        if (width < 1 || height < 1 || (long) width * height != values.length) {
            throw new IllegalArgumentException(
                    "grid: expected %d times %d samples, found %d".formatted(width, height, values.length));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Grid(int w, int h, float[] v) && w == width && h == height && Arrays.equals(v, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) + width;
    }
}
