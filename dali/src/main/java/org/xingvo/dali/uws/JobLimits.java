package org.xingvo.dali.uws;

import java.time.Duration;
import java.time.Instant;

/**
 * What the jobs of one list may use. Immutable.
 *
 * @param duration longest run of a job that does not ask
 * @param hardDuration longest run that may be asked for
 * @param retention how long a job and its results are kept if it does not ask
 * @param hardRetention longest that may be asked for, from its creation
 * @param running jobs that this process runs at once
 * @param runningPerAccount jobs of one user, or of one address of anonymous ones, that run at once in all processes; the
 *     rest wait
 * @param keptPerAccount jobs that one account may have in all
 * @param attempts how often a job is begun whose server dies each time
 * @param longestWait that a request for a job may last
 */
public record JobLimits(
        Duration duration,
        Duration hardDuration,
        Duration retention,
        Duration hardRetention,
        int running,
        int runningPerAccount,
        int keptPerAccount,
        int attempts,
        Duration longestWait) {
    public static final JobLimits STANDARD = new JobLimits(
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofDays(31),
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            2,
            5_000,
            3,
            Duration.ofSeconds(45));

    public JobLimits {
        if (duration.toSeconds() < 1
                || hardDuration.compareTo(duration) < 0
                || hardDuration.toSeconds() > Integer.MAX_VALUE
                || retention.toSeconds() < 1
                || hardRetention.compareTo(retention) < 0
                || running < 1
                || runningPerAccount < 1
                || keptPerAccount < 1
                || attempts < 1) {
            throw new IllegalArgumentException(
                    "limits of jobs: expected 1 <= default <= hard limit (time in s, retention in s) and counts from 1,"
                            + " found %d, %d; %d, %d; %d, %d, %d, %d"
                                    .formatted(
                                            duration.toSeconds(),
                                            hardDuration.toSeconds(),
                                            retention.toSeconds(),
                                            hardRetention.toSeconds(),
                                            running,
                                            runningPerAccount,
                                            keptPerAccount,
                                            attempts));
        }
    }

    /** A duration that was asked for, as it is granted; 0 and below ask for as long as possible (UWS 1.1, 2.1.4). */
    public Duration granted(Duration asked) {
        return asked.toSeconds() < 1 || asked.compareTo(hardDuration) > 0
                ? hardDuration
                : Duration.ofSeconds(asked.toSeconds());
    }

    /** A time of destruction that was asked for, as it is granted to a job of this age. */
    public Instant granted(Instant asked, Instant created) {
        Instant latest = created.plus(hardRetention);
        return asked.isAfter(latest) ? latest : asked;
    }
}
