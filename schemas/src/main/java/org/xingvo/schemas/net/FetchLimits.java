package org.xingvo.schemas.net;

import java.time.Duration;

/**
 * What a fetch may take. Immutable.
 *
 * @param maxBytes of the body
 * @param connect time to connect to one address
 * @param idle longest time without a byte
 * @param total longest time of all hops together
 * @param redirects most hops behind the first
 */
public record FetchLimits(long maxBytes, Duration connect, Duration idle, Duration total, int redirects) {
    /** How long a server that is sent something may take to say that it wants it. */
    Duration word() {
        return Duration.ofSeconds(2);
    }

    /** Bytes of a status line and headers. */
    static final int MAX_HEAD = 1 << 16;

    public static final FetchLimits STANDARD =
            new FetchLimits(50_000_000_000L, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofHours(2), 5);

    public FetchLimits withBytes(long bytes) {
        return new FetchLimits(bytes, connect, idle, total, redirects);
    }

    public FetchLimits withTotal(Duration time) {
        return new FetchLimits(maxBytes, connect, idle, time, redirects);
    }
}
