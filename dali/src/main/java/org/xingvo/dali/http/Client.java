package org.xingvo.dali.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a request's connection. Immutable.
 *
 * @param address of the machine, as {@link Callers#addressOf} tells it
 * @param connection null: not known, as in requests that came another way than over the network
 * @param shared true: other requests are on the connection at the same time, as in HTTP/2
 */
public record Client(String address, @Nullable Connection<?> connection, boolean shared) {
    /** Name of the request property that {@link PublicUrlFilter} sets. */
    static final String PROPERTY = "org.xingvo.connection";

    /** The client of a Jersey request; {@link PublicUrlFilter} must be registered. */
    public static Client of(ContainerRequestContext request) {
        return request.getProperty(PROPERTY) instanceof Client client
                ? client
                : new Client(Callers.addressOf(request), null, false);
    }

    /** The client of a request that came straight to Grizzly. */
    static Client of(String address, Request request) {
        return new Client(address, request.getContext().getConnection(), shares(request));
    }

    /** True if other requests may be on its connection at the same time. */
    static boolean shares(Request request) {
        return request.getRequest().getProtocol() == Protocol.HTTP_2_0;
    }

    /** What tells by its end that the client has gone; null: nothing does. */
    @Nullable
    SocketChannel channel() {
        return !shared && connection instanceof NIOConnection nio && nio.getChannel() instanceof SocketChannel channel
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
