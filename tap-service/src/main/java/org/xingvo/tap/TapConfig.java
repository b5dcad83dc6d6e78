package org.xingvo.tap;

import java.time.Duration;
import org.xingvo.dali.Maxrec;
import org.xingvo.tap.result.SpoolSpace;

/**
 * Settings of the query services. Immutable.
 *
 * @param maxrec rows of an answer
 * @param timeLimit of a synchronous query
 * @param patience how long an answer waits for the first rows before it sends its head, so that proxies and clients do
 *     not give up; a failure that comes later is told within the document
 * @param coneMaxrec rows of a cone search
 * @param spool for formats whose head needs to know all rows
 */
public record TapConfig(Maxrec maxrec, Duration timeLimit, Duration patience, Maxrec coneMaxrec, SpoolSpace spool) {
    public static final TapConfig STANDARD = new TapConfig(
            new Maxrec(100_000, 20_000_000),
            Duration.ofSeconds(120),
            Duration.ofSeconds(8),
            new Maxrec(20_000, 1_000_000),
            SpoolSpace.STANDARD);
}
