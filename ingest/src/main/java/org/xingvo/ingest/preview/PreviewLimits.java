package org.xingvo.ingest.preview;

import java.time.Duration;

/**
 * What one preview may cost. Immutable.
 *
 * @param maxPixels most pixels of one plane that are read
 * @param maxSourceBytes most decompressed bytes of a file that are passed over
 * @param maxSamples most values of one spectrum
 * @param maxTime longest time for one preview
 */
public record PreviewLimits(long maxPixels, long maxSourceBytes, int maxSamples, Duration maxTime) {

    /** A plane of 40,000 by 25,000 pixels, 20 GB, a million values, half a minute. */
    public static final PreviewLimits DEFAULT =
            new PreviewLimits(1_000_000_000L, 20_000_000_000L, 1_000_000, Duration.ofSeconds(30));
}
