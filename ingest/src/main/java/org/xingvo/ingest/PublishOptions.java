package org.xingvo.ingest;

import java.util.regex.Pattern;
import org.xingvo.ingest.collection.GroupingRules;

/**
 * How to publish. Immutable.
 *
 * @param authority of all identifiers, without {@code ivo://}
 * @param rules how files become collections
 * @param sampleFiles files whose headers are read before descriptions are drafted; of more, a share of each directory
 * @param workers threads that read and store files
 * @param accessClass who may see what is published
 */
public record PublishOptions(String authority, GroupingRules rules, int sampleFiles, int workers, int accessClass) {
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{2,}");

    private static final int MOST_WORKERS = 64;

    public PublishOptions {
        if (!AUTHORITY.matcher(authority).matches()) {
            throw new IngestException(
                    "authority: expected three or more letters, digits and . _ ~ -, found '" + authority + "'");
        }
        if (sampleFiles < 1 || workers < 1) {
            throw new IngestException(
                    "publish options: expected at least one sample file and one worker, found %d and %d"
                            .formatted(sampleFiles, workers));
        }
    }

    /** Threads wait for syncs, which as many files share as wait at the same time. */
    public static PublishOptions of(String authority) {
        int workers = Math.min(MOST_WORKERS, 16 + 8 * Runtime.getRuntime().availableProcessors());
        return new PublishOptions(authority, GroupingRules.DEFAULT, 2000, workers, 0);
    }
}
