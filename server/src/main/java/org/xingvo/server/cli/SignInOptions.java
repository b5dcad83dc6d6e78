package org.xingvo.server.cli;

import java.time.Duration;
import org.xingvo.dali.auth.SignInSettings;
import picocli.CommandLine.Option;

/** Limits of passwords, sessions and events. Filled by picocli. */
final class SignInOptions {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--password-hashes",
            paramLabel = "N",
            defaultValue = "0",
            description = "Passwords that are checked at once, each with a processor and 19 MiB; 0: half the"
                    + " processors (default: ${DEFAULT-VALUE}).")
    int hashes;

    @Option(
            names = "--password-queue",
            paramLabel = "N",
            defaultValue = "64",
            description = "Passwords that may wait for that; more are told to come again (default: ${DEFAULT-VALUE}).")
    int queue = 64;

    @Option(
            names = "--login-failures",
            paramLabel = "N",
            defaultValue = "10",
            description = "Wrong passwords for one name from one address in a window (default: ${DEFAULT-VALUE}).")
    int failures = 10;

    @Option(
            names = "--login-failures-address",
            paramLabel = "N",
            defaultValue = "100",
            description = "Wrong passwords for any names from one address (default: ${DEFAULT-VALUE}).")
    int failuresOfAddress = 100;

    @Option(
            names = "--login-failures-account",
            paramLabel = "N",
            defaultValue = "100",
            description = "Wrong passwords for one name from anywhere; addresses where the user has signed in before"
                    + " are spared (default: ${DEFAULT-VALUE}).")
    int failuresOfAccount = 100;

    @Option(
            names = "--login-window",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "The time in which wrong passwords are counted (default: ${DEFAULT-VALUE}).")
    int window = 300;

    @Option(
            names = "--session-hours",
            paramLabel = "HOURS",
            defaultValue = "12",
            description = "How long a browser stays signed in (default: ${DEFAULT-VALUE}).")
    int sessionHours = 12;

    @Option(
            names = "--plain-passwords",
            description = "Take passwords also over plain HTTP from other machines, where others can read them.")
    boolean plainPasswords;

    @Option(
            names = "--keep-events",
            paramLabel = "DAYS",
            defaultValue = "400",
            description = "How long the trail of events is kept (default: ${DEFAULT-VALUE}).")
    int keepEvents = 400;

    SignInSettings settings() {
        SignInSettings standard = SignInSettings.STANDARD;
        return new SignInSettings(
                hashes == 0 ? standard.hashesAtOnce() : expect("--password-hashes", hashes),
                expect("--password-queue", queue),
                expect("--login-failures", failures),
                expect("--login-failures-address", failuresOfAddress),
                expect("--login-failures-account", failuresOfAccount),
                Duration.ofSeconds(expect("--login-window", window)),
                Duration.ofHours(expect("--session-hours", sessionHours)),
                plainPasswords,
                Duration.ofDays(expect("--keep-events", keepEvents)));
    }

    private static int expect(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new Failure("%s: expected 1 to %,d, found %,d.".formatted(name, MOST, value));
        }
        return value;
    }
}
