package org.xingvo.server.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.tree.SpaceLimits;
import picocli.CommandLine.Option;

/** What the area of users may use. Filled by picocli. */
final class SpaceOptions {
    private static final int MOST_DAYS = 3650;

    @Option(
            names = "--home-quota",
            paramLabel = "BYTES",
            description =
                    "Most bytes in the home of a user for whom an operator has set no other quota (default: no limit).")
    @Nullable
    Long homeQuotaBytes;

    @Option(
            names = "--trash-days",
            paramLabel = "DAYS",
            defaultValue = "14",
            description = "How long users can bring back what they deleted; 0: not at all (default: ${DEFAULT-VALUE}).")
    int trashDays = 14;

    @Option(
            names = "--file-versions",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most old versions of one file that a container may ask for; 0: none (default:"
                    + " ${DEFAULT-VALUE}).")
    int fileVersions = 100;

    SpaceLimits limits() {
        if ((homeQuotaBytes != null && homeQuotaBytes < 0)
                || trashDays < 0
                || trashDays > MOST_DAYS
                || fileVersions < 0) {
            throw new Failure(
                    "--home-quota, --trash-days, --file-versions: expected numbers from 0 (days at most %,d), found %s, %d and %d."
                            .formatted(
                                    MOST_DAYS,
                                    homeQuotaBytes == null ? "no limit" : homeQuotaBytes.toString(),
                                    trashDays,
                                    fileVersions));
        }
        SpaceLimits standard = SpaceLimits.DEFAULT;
        return new SpaceLimits(
                homeQuotaBytes,
                Duration.ofDays(trashDays),
                fileVersions,
                standard.promise(),
                standard.promiseStepBytes(),
                standard.maxFound());
    }
}
