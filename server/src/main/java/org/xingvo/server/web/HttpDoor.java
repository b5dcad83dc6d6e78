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
import org.xingvo.dali.http.UriGuard;

/**
 * One listening port. Jersey answers everything but the paths that have a handler of their own. Requests run on virtual
 * threads, so that whatever blocks (database, disk, slow client) holds no one else up. Thread-safe.
 */
public final class HttpDoor implements AutoCloseable {
    /** Longest request line and headers together [bytes]: long ADQL comes by GET, too. */
    private static final int MAX_HEADER_BYTES = 256 * 1024;
    /** Threads that read requests; they answer small objects themselves. */
    private static final int SELECTORS = 2;
    /** How long running requests may take to end when the server stops. */
    private static final int GRACE_SECONDS = 5;

    private final HttpServer server;
    private final ExecutorService workers;

    private HttpDoor(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /**
     * Starts to listen.
     *
     * @param port 0: a free one
     * @param product name in the {@code Server} header; validators look for it
     * @param resources instances of JAX-RS resources and providers
     * @param handlers by path prefix such as {@code /files}
     * @param bypasses handlers among the paths of the resources
     * @throws BindException if the port is taken
     */
    public static HttpDoor start(
            String host,
            int port,
            String product,
            String version,
            Set<Object> resources,
            Map<String, HttpHandler> handlers,
            List<Bypass> bypasses)
            throws IOException {
        ResourceConfig config = new ResourceConfig();
        config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        config.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        config.property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 64 * 1024);
        config.register(new CommonHeaders(product + "/" + version));
        config.register(new LastResort());
        resources.forEach(config::register);

        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://" + host + ":" + port + "/"), config, false);
        fork(server.getServerConfiguration(), bypasses, product + "/" + version);
        return start(server, host, port, product + "/" + version, handlers);
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
        return start(server, host, port, product + "/" + version, handlers);
    }

    private static HttpDoor start(
            HttpServer server, String host, int port, String branding, Map<String, HttpHandler> handlers)
            throws IOException {
        ServerConfiguration settings = server.getServerConfiguration();
        settings.setPassTraceRequest(false);
        settings.setTraceEnabled(false);
        settings.setDefaultErrorPageGenerator(
                (request, status, reason, description, failure) -> status + " " + reason + "\n");
        handlers.forEach((path, handler) -> settings.addHttpHandler(new Branded(handler, branding), path));

        ExecutorService workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
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
            if (e instanceof BindException) {
                BindException named = new BindException("port " + port + " of " + host + " is taken or not ours");
                named.initCause(e);
                throw named;
            }
            throw e;
        }
        return new HttpDoor(server, workers);
    }

    /** The port that is listened on. */
    public int port() {
        return server.getListeners().iterator().next().getPort();
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
    }
}
