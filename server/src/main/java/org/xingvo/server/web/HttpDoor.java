package org.xingvo.server.web;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.UriGuard;

/**
 * One listening port. Jersey answers everything but the paths that have a handler of their own. Requests run on virtual
 * threads, so that whatever blocks (database, disk, slow client) holds no one else up. With a certificate the port speaks
 * TLS, and HTTP/2 with whoever knows it; a second one without, on a loopback address, is for commands on this machine.
 * Thread-safe.
 */
public final class HttpDoor implements AutoCloseable {
    /** Longest request line and headers together [bytes]: long ADQL comes by GET, too. */
    static final int MAX_HEADER_BYTES = 256 * 1024;
    /** Threads that read requests; they answer small objects themselves. */
    private static final int SELECTORS = 2;
    /** Name of the listener for this machine, where another one speaks TLS. */
    private static final String LOCAL = "local";

    /** How long running requests may take to end when the server stops. */
    private static final int GRACE_SECONDS = 5;

    private final HttpServer server;
    private final ExecutorService workers;
    private final @Nullable ClientGuard guard;

    private HttpDoor(HttpServer server, ExecutorService workers, @Nullable ClientGuard guard) {
        this.server = server;
        this.workers = workers;
        this.guard = guard;
    }

    /**
     * Starts to listen.
     *
     * @param resources instances of JAX-RS resources and providers
     * @param handlers by path prefix such as {@code /files}
     * @param bypasses handlers among the paths of the resources
     * @throws BindException if the port is taken
     */
    public static HttpDoor start(
            Listening at, Set<Object> resources, Map<String, HttpHandler> handlers, List<Bypass> bypasses)
            throws IOException {
        ResourceConfig config = new ResourceConfig();
        config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        config.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        config.property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 64 * 1024);
        config.register(new CommonHeaders(at.branding()));
        config.register(new LastResort());
        resources.forEach(config::register);

        ExecutorService workers = workers();
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://" + at.host() + ":" + at.port() + "/"), config, false);
        if (at.certificate() != null) {
            Tls.secure(listener(server), at.certificate(), workers);
            server.addListener(new NetworkListener(LOCAL, "127.0.0.1", 0));
        }
        fork(server.getServerConfiguration(), bypasses, at.branding());
        ClientGuard guard = new ClientGuard(at.limits(), at.publicUrl());
        for (NetworkListener listener : server.getListeners()) {
            listener.registerAddOn(guard);
        }
        return start(server, workers, guard, at.host(), at.port(), at.branding(), handlers);
    }

    private static void fork(ServerConfiguration settings, List<Bypass> bypasses, String branding) {
        List<Bypass> branded = bypasses.stream()
                .map(bypass -> new Bypass(bypass.takes(), new Branded(bypass.handler(), branding)))
                .toList();
        for (var jersey : Map.copyOf(settings.getHttpHandlersWithMapping()).entrySet()) {
            settings.removeHttpHandler(jersey.getKey());
            settings.addHttpHandler(new Fork(jersey.getKey(), branded), jersey.getValue());
        }
    }

    /** Starts to listen without Jersey: the handlers are all there is. */
    public static HttpDoor start(
            String host, int port, String product, String version, Map<String, HttpHandler> handlers)
            throws IOException {
        HttpServer server = new HttpServer();
        server.addListener(new NetworkListener("grizzly", host, port));
        return start(server, workers(), null, host, port, product + "/" + version, handlers);
    }

    private static ExecutorService workers() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
    }

    private static HttpDoor start(
            HttpServer server,
            ExecutorService workers,
            @Nullable ClientGuard guard,
            String host,
            int port,
            String branding,
            Map<String, HttpHandler> handlers)
            throws IOException {
        ServerConfiguration settings = server.getServerConfiguration();
        settings.setPassTraceRequest(false);
        settings.setTraceEnabled(false);
        settings.setDefaultErrorPageGenerator(
                (request, status, reason, description, failure) -> status + " " + reason + "\n");
        handlers.forEach((path, handler) -> settings.addHttpHandler(new Branded(handler, branding), path));

        for (NetworkListener listener : server.getListeners()) {
            listener.registerAddOn(new UriGuard());
            listener.registerAddOn(new StayAtHttp11());
            listener.setMaxHttpHeaderSize(MAX_HEADER_BYTES);
            listener.setMaxFormPostSize(16 * 1024 * 1024);
            listener.getTransport().setIOStrategy(SameThreadIOStrategy.getInstance());
            listener.getTransport().setSelectorRunnersCount(SELECTORS);
            listener.getTransport().setWorkerThreadPool(workers);
            listener.getTransport().setReuseAddress(true);
        }
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            server.shutdownNow();
            workers.shutdownNow();
            if (guard != null) {
                guard.close();
            }
            if (e instanceof BindException) {
                BindException named = new BindException("port " + port + " of " + host + " is taken or not ours");
                named.initCause(e);
                throw named;
            }
            throw e;
        }
        return new HttpDoor(server, workers, guard);
    }

    /** The port that is listened on. */
    public int port() {
        return listener(server).getPort();
    }

    /** The port where programs on this machine reach the server without TLS. */
    public int localPort() {
        NetworkListener local = server.getListener(LOCAL);
        return local == null ? port() : local.getPort();
    }

    private static NetworkListener listener(HttpServer server) {
        return server.getListener("grizzly");
    }

    @Override
    public void close() {
        try {
            server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS).get(GRACE_SECONDS + 1L, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            server.shutdownNow();
        }
        workers.shutdown();
        if (guard != null) {
            guard.close();
        }
    }
}
