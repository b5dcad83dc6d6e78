package org.xingvo.server.web;

import java.io.IOException;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.xingvo.dali.http.AsksForBody;

/** A handler whose answers name the product in the {@code Server} header. As thread-safe as the handler within. */
final class Branded extends HttpHandler {
    private final HttpHandler within;
    private final String server;

    Branded(HttpHandler within, String server) {
        super(within.getName());
        this.within = within;
        this.server = server;
        setAllowEncodedSlash(within.isAllowEncodedSlash());
    }

    @Override
    protected boolean sendAcknowledgment(Request request, Response response) throws IOException {
        return within instanceof AsksForBody || super.sendAcknowledgment(request, response);
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        response.setHeader("Server", server);
        within.service(request, response);
    }

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return within.getRequestExecutorProvider();
    }

    @Override
    public void start() {
        super.start();
        within.start();
    }

    @Override
    public void destroy() {
        within.destroy();
        super.destroy();
    }
}
