package org.xingvo.server.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.tree.SpaceLimits;
import picocli.CommandLine.Option;

/** How the area of users is set up and what it may use. Filled by picocli. */
final class SpaceOptions {
    private static final int MOST_DAYS = 3650;

    @Option(
            names = "--homes",
            paramLabel = "private|public",
            defaultValue = "private",
            description = "Who sees the home of a new user, until the user says otherwise: private, the user alone;"
                    + " public, everybody (default: ${DEFAULT-VALUE}).")
    String homes = "private";

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

    @Option(
            names = "--promise-time",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long room under a quota is kept for an upload that stands still (default: ${DEFAULT-VALUE}).")
    int promiseSeconds = 600;

    @Option(
            names = "--promise-bytes",
            paramLabel = "BYTES",
            defaultValue = "67108864",
            description =
                    "Room under a quota that an upload of unknown length takes at a time (default: ${DEFAULT-VALUE}).")
    long promiseBytes = 64L << 20;

    @Option(
            names = "--max-found",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most nodes that a search finds, and most changes in one answer (default: ${DEFAULT-VALUE}).")
    int maxFound = 10_000;

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
        if (!homes.equals("private") && !homes.equals("public")) {
            throw new Failure("--homes: expected private or public, found '%s'.".formatted(homes));
        }
        if (promiseSeconds < 1 || promiseBytes < 1 || maxFound < 1) {
            throw new Failure(
                    "--promise-time, --promise-bytes, --max-found: expected numbers from 1, found %d, %d and %d."
                            .formatted(promiseSeconds, promiseBytes, maxFound));
        }
        return new SpaceLimits(
                homes.equals("public"),
                homeQuotaBytes,
                Duration.ofDays(trashDays),
                fileVersions,
                Duration.ofSeconds(promiseSeconds),
                promiseBytes,
                maxFound);
    }
}
