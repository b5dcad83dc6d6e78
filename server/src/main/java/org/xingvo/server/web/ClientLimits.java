package org.xingvo.server.web;

import java.time.Duration;

/**
 * What one machine may ask of the server. Far above what people and their programs do; a machine that shares its address
 * with many others (a proxy) is to be named as a trusted one, then what it says of its clients counts. Immutable.
 *
 * @param requestsPerSecond of one address in the long run; 0: any number
 * @param burst requests of one address at once that are let in beyond that
 * @param connections of all together
 * @param connectionsPerAddress of one address
 * @param headTime longest time from the first byte of a request to the end of its headers
 */
public record ClientLimits(
        int requestsPerSecond, int burst, int connections, int connectionsPerAddress, Duration headTime) {
    public static final ClientLimits STANDARD = new ClientLimits(1000, 20_000, 10_000, 1000, Duration.ofSeconds(30));

    public ClientLimits {
        if (requestsPerSecond < 0
                || burst < 1
                || connections < 1
                || connectionsPerAddress < 1
                || headTime.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("limits of clients: expected numbers from 1, found %d, %d, %d, %d, %s"
                    .formatted(requestsPerSecond, burst, connections, connectionsPerAddress, headTime));
        }
    }
}
