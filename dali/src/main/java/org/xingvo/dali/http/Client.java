package org.xingvo.dali.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a request's connection. Immutable.
 *
 * @param address of the machine, as {@link Callers#addressOf} tells it
 * @param connection null: not known, as in requests that came another way than over the network
 */
public record Client(String address, @Nullable Connection<?> connection) {
    /** Name of the request property that {@link PublicUrlFilter} sets. */
    static final String PROPERTY = "org.xingvo.connection";

    /** The client of a Jersey request; {@link PublicUrlFilter} must be registered. */
    public static Client of(ContainerRequestContext request) {
        return new Client(
                Callers.addressOf(request),
                request.getProperty(PROPERTY) instanceof Connection<?> connection ? connection : null);
    }

    @Nullable
    SocketChannel channel() {
        return connection instanceof NIOConnection nio && nio.getChannel() instanceof SocketChannel channel
                ? channel
                : null;
    }

    /** How long a write waits for a client that takes nothing. */
    void patience(Duration duration) {
        if (connection != null) {
            connection.setWriteTimeout(duration.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Breaks the connection off where it is. An orderly close would still send what waits to be sent, and with it the end
     * that makes a part of an answer look like the whole.
     */
    public void cut() {
        if (connection != null) {
            connection.terminateSilently();
        }
    }
}
