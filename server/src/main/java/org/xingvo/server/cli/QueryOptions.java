package org.xingvo.server.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.http.SlowestClient;
import org.xingvo.server.QueryLimits;
import org.xingvo.tap.TapConfig.UserLimits;
import picocli.CommandLine.Option;

/** What synchronous queries may use. Filled by picocli. */
final class QueryOptions {
    private static final long MOST_SECONDS = 86_400;
    private static final Duration WINDOW = SlowestClient.STANDARD.window();

    @Option(
            names = "--maxrec",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Rows of an answer when the client does not say (default: ${DEFAULT-VALUE}).")
    long maxRows = 20_000;

    @Option(
            names = "--maxrec-hard",
            paramLabel = "N",
            defaultValue = "20000000",
            description = "Most rows of an answer (default: ${DEFAULT-VALUE}).")
    long maxRowsHard = 20_000_000;

    @Option(
            names = "--query-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest time of a synchronous query (default: ${DEFAULT-VALUE}).")
    long timeout = 60;

    @Option(
            names = "--user-maxrec",
            paramLabel = "N",
            description = "The same as --maxrec for callers with a token (default: as --maxrec).")
    @Nullable
    Long userMaxRows;

    @Option(
            names = "--user-maxrec-hard",
            paramLabel = "N",
            description = "The same as --maxrec-hard for callers with a token (default: as --maxrec-hard).")
    @Nullable
    Long userMaxRowsHard;

    @Option(
            names = "--user-query-timeout",
            paramLabel = "SECONDS",
            description = "The same as --query-timeout for callers with a token (default: as --query-timeout).")
    @Nullable
    Long userTimeout;

    @Option(
            names = "--queries-per-user",
            paramLabel = "N",
            defaultValue = "10",
            description = "Synchronous queries of one user, or of one address of anonymous ones, that run at once"
                    + " (default: ${DEFAULT-VALUE}).")
    int running = 10;

    @Option(
            names = "--queries-waiting",
            paramLabel = "N",
            defaultValue = "50",
            description = "More queries of one user that wait, 30 s at most; others are told to come again"
                    + " (default: ${DEFAULT-VALUE}).")
    int waiting = 50;

    @Option(
            names = "--slowest-client",
            paramLabel = "BYTES",
            defaultValue = "8192",
            description = "Who takes fewer bytes a second of the answer to a query, over a minute during which it was"
                    + " waited for, is cut off; 0: only who takes nothing (default: ${DEFAULT-VALUE}).")
    long slowest = 8192;

    @Option(
            names = "--query-temp",
            paramLabel = "BYTES",
            defaultValue = "17179869184",
            description = "Temporary space on the database's disk that a query may use for sorting and joining"
                    + " (default: ${DEFAULT-VALUE}, 16 GiB).")
    long tempBytes = 16L << 30;

    QueryLimits limits() {
        if (running < 1 || waiting < 0) {
            throw new Failure("--queries-per-user, --queries-waiting: expected at least 1 and 0, found %d and %d."
                    .formatted(running, waiting));
        }
        if (slowest < 0 || slowest > 1L << 30) {
            throw new Failure(
                    "--slowest-client: expected 0 to %,d bytes a second, found %,d.".formatted(1L << 30, slowest));
        }
        if (tempBytes < 1 << 20 || tempBytes > 1L << 40) {
            throw new Failure(
                    "--query-temp: expected %,d to %,d bytes, found %,d.".formatted(1 << 20, 1L << 40, tempBytes));
        }
        return new QueryLimits(
                limits("", maxRows, maxRowsHard, timeout),
                limits(
                        "user-",
                        userMaxRows == null ? maxRows : userMaxRows,
                        userMaxRowsHard == null ? maxRowsHard : userMaxRowsHard,
                        userTimeout == null ? timeout : userTimeout),
                running,
                waiting,
                Duration.ofSeconds(30),
                new SlowestClient(slowest, WINDOW),
                tempBytes);
    }

    private static UserLimits limits(String whose, long standard, long hard, long seconds) {
        if (standard < 0 || hard < standard) {
            throw new Failure("--%1$smaxrec, --%1$smaxrec-hard: expected 0 <= N <= hard limit, found %2$d and %3$d."
                    .formatted(whose, standard, hard));
        }
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new Failure(
                    "--%squery-timeout: expected 1 to %,d s, found %d.".formatted(whose, MOST_SECONDS, seconds));
        }
        return new UserLimits(new Maxrec(standard, hard), Duration.ofSeconds(seconds));
    }
}
