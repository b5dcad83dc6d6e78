package org.xingvo.dali.http;

import java.time.Duration;

/**
 * How slow a client may be that reads an answer which is made while it reads: one that takes less is cut off, because it
 * holds a connection of the database. Immutable.
 *
 * @param bytesPerSecond on average over the window; 0: any that takes something within the window
 * @param window of time during which the client was waited for
 */
public record SlowestClient(long bytesPerSecond, Duration window) {
    public static final SlowestClient STANDARD = new SlowestClient(8 << 10, Duration.ofSeconds(60));

    public SlowestClient {
        if (bytesPerSecond < 0 || window.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "The slowest client: expected at least 0 bytes a second and 1 ms, found %d and %s"
                            .formatted(bytesPerSecond, window));
        }
    }
}
