package org.xingvo.dali.auth;

import java.time.Duration;

/**
 * Limits of signing in. Immutable.
 *
 * @param hashesAtOnce passwords that are hashed at the same time, each with 19 MiB and a processor
 * @param hashesWaiting how many more may wait for that; others are told to come again
 * @param failuresPerSource wrong passwords for one name from one address in a window
 * @param failuresPerAddress for any names from one address
 * @param failuresPerAccount for one name from all addresses; the addresses where its user signed in before are spared
 * @param window the time in which failures are counted
 * @param session how long a browser stays signed in
 * @param plainPasswords passwords also over connections that others can read
 * @param keepEvents how long the trail of events is kept
 */
public record SignInSettings(
        int hashesAtOnce,
        int hashesWaiting,
        int failuresPerSource,
        int failuresPerAddress,
        int failuresPerAccount,
        Duration window,
        Duration session,
        boolean plainPasswords,
        Duration keepEvents) {
    public static final SignInSettings STANDARD = new SignInSettings(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            64,
            10,
            100,
            100,
            Duration.ofMinutes(5),
            Duration.ofHours(12),
            false,
            Duration.ofDays(400));
}
