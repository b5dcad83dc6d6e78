package org.xingvo.server.cli;

import java.time.Duration;
import org.xingvo.server.web.ClientLimits;
import picocli.CommandLine.Option;

/** What one machine may ask of the server. Filled by picocli. */
final class ClientOptions {
    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Requests of one address in the long run, 20 times as many at once; 0: any number (default:"
                    + " ${DEFAULT-VALUE}).")
    int requestsPerSecond = 1000;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Connections of all clients together (default: ${DEFAULT-VALUE}).")
    int connections = 10_000;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Connections of one address (default: ${DEFAULT-VALUE}).")
    int connectionsPerAddress = 1000;

    @Option(
            names = "--header-time",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Longest time until a request's headers are there (default: ${DEFAULT-VALUE}).")
    int headerSeconds = 30;

    ClientLimits limits() {
        int burst = (int) Math.min(Integer.MAX_VALUE, Math.max(1, 20L * requestsPerSecond));
        try {
            return new ClientLimits(
                    requestsPerSecond, burst, connections, connectionsPerAddress, Duration.ofSeconds(headerSeconds));
        } catch (IllegalArgumentException e) {
            throw new Failure("--requests-per-second, --connections, --connections-per-address, --header-time: %s."
                    .formatted(e.getMessage()));
        }
    }
}
