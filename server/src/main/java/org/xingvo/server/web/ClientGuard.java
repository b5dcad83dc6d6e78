package org.xingvo.server.web;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.Refusal;

/**
 * Holds clients to {@link ClientLimits}: closes connections that are too many, and those whose headers do not come to their
 * end; answers 429 to requests that are too many. Programs on this machine are let in always: among them may be a proxy
 * that nobody named. Thread-safe. Register it with a listener before the start.
 */
final class ClientGuard implements AddOn, AutoCloseable {
    private static final Attribute<Guarded> GUARDED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("xingvo-client-guard");
    private static final String COUNTED = "org.xingvo.counted";

    private final ClientLimits limits;
    private final PublicUrl publicUrl;
    private final RequestRate rate;
    private final Set<Guarded> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    ClientGuard(ClientLimits limits, PublicUrl publicUrl) {
        this.limits = limits;
        this.publicUrl = publicUrl;
        this.rate = new RequestRate(limits, System::nanoTime);
        Thread.ofPlatform().name("client-guard").daemon().start(this::run);
    }

    /** A connection, and since when it owes the end of a request's headers. */
    private static final class Guarded {
        private final Connection<?> connection;
        private final String key;
        /** 0: it owes nothing. */
        private volatile long owesSince = System.nanoTime();

        private volatile boolean answering;
        /** HTTP/2: other requests are under way when one is answered; its library looks after their headers. */
        private volatile boolean shared;

        Guarded(Connection<?> connection, String key) {
            this.connection = connection;
            this.key = key;
        }

        void bytes() {
            if (!answering && owesSince == 0) {
                owesSince = System.nanoTime();
            }
        }

        void head(boolean isShared) {
            shared = isShared;
            answering = true;
            owesSince = 0;
        }

        void answered() {
            answering = shared;
        }
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class), new Requests());
        builder.add(1, new Connections());
    }

    private void run() {
        long period = Math.max(1, limits.headTime().toMillis() / 10);
        try {
            while (!closed.await(period, TimeUnit.MILLISECONDS)) {
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Guarded each : open) {
            long since = each.owesSince;
            if (since != 0 && now - since > limits.headTime().toNanos()) {
                each.connection.terminateSilently();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** Above the transport: what comes and goes. */
    private final class Connections extends BaseFilter {
        @Override
        public NextAction handleAccept(FilterChainContext context) {
            Connection<?> connection = context.getConnection();
            InetAddress peer = address(connection);
            Guarded guarded = new Guarded(connection, peer == null ? "" : key(peer));
            GUARDED.set(connection, guarded);
            open.add(guarded);
            int his = guarded.key.isEmpty() ? 0 : byAddress.merge(guarded.key, 1, Integer::sum);
            boolean many =
                    his > limits.connectionsPerAddress() && (peer == null || !publicUrl.trusts(peer.getHostAddress()));
            if (many || open.size() > limits.connections()) {
                connection.terminateSilently();
                return context.getStopAction();
            }
            return context.getInvokeAction();
        }

        @Override
        public NextAction handleRead(FilterChainContext context) {
            Guarded guarded = GUARDED.get(context.getConnection());
            if (guarded != null) {
                guarded.bytes();
            }
            return context.getInvokeAction();
        }

        @Override
        public NextAction handleClose(FilterChainContext context) {
            Guarded guarded = GUARDED.remove(context.getConnection());
            if (guarded != null && open.remove(guarded)) {
                byAddress.computeIfPresent(guarded.key, (key, count) -> count == 1 ? null : count - 1);
            }
            return context.getInvokeAction();
        }
    }

    /** Before the handlers: what is asked. */
    private final class Requests extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) throws IOException {
            HttpContent content = context.getMessage();
            if (!(content.getHttpHeader() instanceof HttpRequestPacket request)
                    || request.getAttribute(COUNTED) != null) {
                return context.getInvokeAction();
            }
            request.setAttribute(COUNTED, true);
            Guarded guarded = GUARDED.get(context.getConnection());
            if (guarded != null) {
                guarded.head(request.getProtocol() == Protocol.HTTP_2_0);
            }
            String client = publicUrl.client(request.getRemoteAddress(), request::getHeader);
            String key = key(client);
            if (key.isEmpty() || rate.take(key)) {
                return context.getInvokeAction();
            }
            return Refusal.send(
                    context,
                    request,
                    429,
                    "TooManyRequests expected at most " + limits.requestsPerSecond() + " a second from one address",
                    Map.of("Retry-After", "1"));
        }

        @Override
        public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
            Guarded guarded = GUARDED.get(context.getConnection());
            if (guarded != null && event instanceof HttpEvents.ResponseCompleteEvent) {
                guarded.answered();
            }
            return context.getInvokeAction();
        }
    }

    private static @Nullable InetAddress address(Connection<?> connection) {
        return connection.getPeerAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
    }

    private static String key(String address) {
        try {
            return key(InetAddress.ofLiteral(address.replaceFirst("%.*", "")));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** What counts as one machine; "" for this one. Of IPv6 the network: its addresses cost nothing. */
    private static String key(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8))
                : address.getHostAddress();
    }
}
