package org.xingvo.schemas;

import java.time.Duration;

/**
 * What the role of users' queries may use in the database, as a backstop behind the limits that each query has. Immutable.
 *
 * @param tempBytes temporary files of one session, which sorting and joining need when memory is not enough
 * @param statement after which the database ends any statement
 * @param idle after which it ends a session that does nothing within a transaction
 */
public record ReaderLimits(long tempBytes, Duration statement, Duration idle) {
    public static final ReaderLimits STANDARD = new ReaderLimits(16L << 30, Duration.ofHours(25), Duration.ofHours(1));

    public ReaderLimits {
        if (tempBytes < 1 << 20 || statement.toMillis() > Integer.MAX_VALUE || idle.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Limits of users' queries: expected at least a MiB and at most %d ms, found %d bytes, %s and %s"
                            .formatted(Integer.MAX_VALUE, tempBytes, statement, idle));
        }
    }
}
