package org.xingvo.vospace.tree;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the user area may use. Immutable.
 *
 * @param homeQuotaBytes most bytes in a home whose operator has set nothing else; null: as much as there is room
 * @param trashKept how long what was deleted can be brought back; zero: not at all
 * @param maxVersions most old versions of one file that a container may ask for
 * @param promise how long room is kept for an upload that stands still
 * @param promiseStepBytes room taken at a time for an upload of unknown length
 * @param maxFound most nodes or changes in one answer
 */
public record SpaceLimits(
        @Nullable Long homeQuotaBytes,
        Duration trashKept,
        int maxVersions,
        Duration promise,
        long promiseStepBytes,
        int maxFound) {
    public static final SpaceLimits DEFAULT =
            new SpaceLimits(null, Duration.ofDays(14), 100, Duration.ofMinutes(10), 64L << 20, 10_000);

    public SpaceLimits {
        if (homeQuotaBytes != null && homeQuotaBytes < 0) {
            throw new IllegalArgumentException("quota of homes: expected bytes from 0, found " + homeQuotaBytes);
        }
        if (trashKept.isNegative()) {
            throw new IllegalArgumentException("trash: expected a time from 0, found " + trashKept);
        }
        if (maxVersions < 0 || promise.toSeconds() < 1 || promiseStepBytes < 1 || maxFound < 1) {
            throw new IllegalArgumentException("limits of the space: expected positive numbers, found " + maxVersions
                    + ", " + promise + ", " + promiseStepBytes + ", " + maxFound);
        }
    }

    /** The same with another quota of homes; null: none. */
    public SpaceLimits withHomeQuota(@Nullable Long bytes) {
        return new SpaceLimits(bytes, trashKept, maxVersions, promise, promiseStepBytes, maxFound);
    }

    /** The same with another life of the trash; zero: none. */
    public SpaceLimits withTrash(Duration kept) {
        return new SpaceLimits(homeQuotaBytes, kept, maxVersions, promise, promiseStepBytes, maxFound);
    }
}
