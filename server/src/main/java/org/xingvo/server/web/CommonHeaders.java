package org.xingvo.server.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/**
 * Headers of every answer, errors and redirects included: the product's name, which validators look for, and the leave
 * for pages of any origin to read it; no credentials are involved. Thread-safe.
 */
public final class CommonHeaders implements ContainerResponseFilter {
    private final String server;

    /** @param server value of the {@code Server} header */
    public CommonHeaders(String server) {
        this.server = server;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
        headers.putSingle("Server", server);
        headers.putSingle("Access-Control-Allow-Origin", "*");
        headers.putSingle(
                "Access-Control-Expose-Headers",
                "Location, Content-Length, Content-Disposition, Content-Range, ETag, X-VO-Authenticated");
        if (request.getMethod().equals("OPTIONS")) {
            headers.putSingle("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
            headers.putSingle(
                    "Access-Control-Allow-Headers", "Authorization, Content-Type, Range, Digest, X-VO-Bearer");
        }
    }
}
