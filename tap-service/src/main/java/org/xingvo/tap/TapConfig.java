package org.xingvo.tap;

import java.time.Duration;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.SlowestClient;
import org.xingvo.tap.result.SpoolSpace;

/**
 * Settings of the query services. Immutable.
 *
 * @param anonymous what a caller may do of whom nobody knows who it is
 * @param signedIn what users may do
 * @param patience how long an answer waits for the first rows before it sends its head, so that proxies and clients do
 *     not give up; a failure that comes later is told within the document
 * @param coneMaxrec rows of a cone search
 * @param spool for formats whose head needs to know all rows
 * @param slowest how slow a client may read
 */
public record TapConfig(
        UserLimits anonymous,
        UserLimits signedIn,
        Duration patience,
        Maxrec coneMaxrec,
        SpoolSpace spool,
        SlowestClient slowest) {
    public static final TapConfig STANDARD = new TapConfig(
            new Maxrec(100_000, 20_000_000),
            Duration.ofSeconds(120),
            Duration.ofSeconds(8),
            new Maxrec(20_000, 1_000_000),
            SpoolSpace.STANDARD);

    /** With the same limits for everybody. */
    public TapConfig(Maxrec maxrec, Duration timeLimit, Duration patience, Maxrec coneMaxrec, SpoolSpace spool) {
        this(
                new UserLimits(maxrec, timeLimit),
                new UserLimits(maxrec, timeLimit),
                patience,
                coneMaxrec,
                spool,
                SlowestClient.STANDARD);
    }

    /**
     * What a kind of caller may do.
     *
     * @param maxrec rows of an answer
     * @param timeLimit of a synchronous query
     */
    public record UserLimits(Maxrec maxrec, Duration timeLimit) {}

    public UserLimits limitsOf(Caller caller) {
        return caller.user() == null ? anonymous : signedIn;
    }

    /** The same with other limits for users. */
    public TapConfig withSignedIn(UserLimits limits) {
        return new TapConfig(anonymous, limits, patience, coneMaxrec, spool, slowest);
    }

    /** The same with another limit for clients that read slowly. */
    public TapConfig withSlowest(SlowestClient limit) {
        return new TapConfig(anonymous, signedIn, patience, coneMaxrec, spool, limit);
    }
}
