package org.xingvo.vospace.tree;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the user area is set up and what it may use. Immutable.
 *
 * @param publicHomes true: a new home is there for everybody, and what is made in it, until its owner closes it
 * @param homeQuotaBytes most bytes in a home whose operator has set nothing else; null: as much as there is room
 * @param trashKept how long what was deleted can be brought back; zero: not at all
 * @param maxVersions most old versions of one file that a container may ask for
 * @param promise how long room is kept for an upload that stands still
 * @param promiseStepBytes room taken at a time for an upload of unknown length
 * @param maxFound most nodes or changes in one answer
 */
public record SpaceLimits(
        boolean publicHomes,
        @Nullable Long homeQuotaBytes,
        Duration trashKept,
        int maxVersions,
        Duration promise,
        long promiseStepBytes,
        int maxFound) {
    public static final SpaceLimits DEFAULT =
            new SpaceLimits(false, null, Duration.ofDays(14), 100, Duration.ofMinutes(10), 64L << 20, 10_000);

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
        return new SpaceLimits(publicHomes, bytes, trashKept, maxVersions, promise, promiseStepBytes, maxFound);
    }

    /** The same with another life of the trash; zero: none. */
    public SpaceLimits withTrash(Duration kept) {
        return new SpaceLimits(publicHomes, homeQuotaBytes, kept, maxVersions, promise, promiseStepBytes, maxFound);
    }

    /** The same with new homes that are there for everybody, or only for their owners. */
    public SpaceLimits withPublicHomes(boolean open) {
        return new SpaceLimits(open, homeQuotaBytes, trashKept, maxVersions, promise, promiseStepBytes, maxFound);
    }
}
