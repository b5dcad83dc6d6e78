package org.xingvo.server.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Lets pages of any origin read every answer, errors and redirects included; no credentials are involved. Thread-safe. */
public final class CorsFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
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
