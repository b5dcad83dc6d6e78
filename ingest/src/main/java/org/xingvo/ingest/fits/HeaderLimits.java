package org.xingvo.ingest.fits;

/**
 * What one file may ask of the header reader before it is refused with reason {@code limit}. Immutable.
 *
 * @param maxCardsPerHeader 80-byte cards in one header
 * @param maxCardsPerFile cards of all headers together, which is what is held in memory
 * @param maxHdus HDUs in one file
 * @param maxStringLength characters of one value after CONTINUE is joined
 * @param maxRowBytes width of a one-row table whose columns are read; a wider row is passed over, not refused
 * @param maxRangeBytes data unit of a table whose spectral columns are read for their range; a larger one is passed over
 * @param maxGridBytes data unit of an image that corrects world coordinates; a larger one is passed over
 * @param maxDecompressedBytes bytes after decompression
 * @param maxDecompressionRatio decompressed bytes for each compressed byte
 * @param ratioFreeBytes decompressed bytes below which the ratio is not looked at
 */
public record HeaderLimits(
        int maxCardsPerHeader,
        int maxCardsPerFile,
        int maxHdus,
        int maxStringLength,
        int maxRowBytes,
        long maxRangeBytes,
        int maxGridBytes,
        long maxDecompressedBytes,
        int maxDecompressionRatio,
        long ratioFreeBytes) {
    /**
     * Generous for every known instrument: raw ESO headers have some 5,000 cards, a mosaic camera some 150 HDUs.
     * gzip cannot exceed 1,032 to 1, so the ratio stops bzip2 bombs only.
     */
    public static final HeaderLimits DEFAULT = new HeaderLimits(
            50_000, 400_000, 10_000, 65_536, 1 << 20, 16L << 20, 64 << 10, 256L << 30, 1_100, 1L << 30);

    public HeaderLimits {
        if (maxCardsPerHeader < 1
                || maxCardsPerFile < 1
                || maxHdus < 1
                || maxStringLength < 70
                || maxRowBytes < 0
                || maxRangeBytes < 0
                || maxGridBytes < 0
                || maxDecompressedBytes < 1
                || maxDecompressionRatio < 1
                || ratioFreeBytes < 0) {
            throw new IllegalArgumentException("header limits: expected positive limits, found " + maxCardsPerHeader
                    + ", " + maxCardsPerFile + ", " + maxHdus + ", " + maxStringLength + ", " + maxRowBytes + ", "
                    + maxRangeBytes + ", " + maxGridBytes + ", "
                    + maxDecompressedBytes + ", " + maxDecompressionRatio + ", " + ratioFreeBytes);
        }
    }
}
