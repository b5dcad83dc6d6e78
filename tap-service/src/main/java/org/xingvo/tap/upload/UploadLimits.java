package org.xingvo.tap.upload;

import org.xingvo.dali.http.SentSpace;

/**
 * What the uploads of one query may be. Immutable.
 *
 * @param tables most of them
 * @param rows most of one table
 * @param space where their bytes wait, and most of these together
 * @param fromPrivate they may be fetched from addresses that are not of the public Internet
 */
public record UploadLimits(int tables, long rows, SentSpace space, boolean fromPrivate) {
    public static final UploadLimits STANDARD =
            new UploadLimits(16, 2_000_000, new SentSpace(SentSpace.STANDARD.directory(), 256L << 20), false);

    /** Most bytes of the uploads of a query together. */
    public long bytes() {
        return space.limitBytes();
    }
}
