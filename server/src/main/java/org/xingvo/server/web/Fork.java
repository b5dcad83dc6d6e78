package org.xingvo.server.web;

import java.util.List;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Sends requests to the bypass that takes them, and the others where all would go without it. Thread-safe. */
final class Fork extends HttpHandler {
    private final HttpHandler main;
    private final List<Bypass> bypasses;

    Fork(HttpHandler main, List<Bypass> bypasses) {
        super(main.getName());
        this.main = main;
        this.bypasses = List.copyOf(bypasses);
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        String path = request.getRequestURI();
        for (Bypass bypass : bypasses) {
            if (bypass.takes().test(path)) {
                bypass.handler().service(request, response);
                return;
            }
        }
        main.service(request, response);
    }

    @Override
    public void start() {
        super.start();
        main.start();
        bypasses.forEach(bypass -> bypass.handler().start());
    }

    @Override
    public void destroy() {
        bypasses.forEach(bypass -> bypass.handler().destroy());
        main.destroy();
        super.destroy();
    }
}
