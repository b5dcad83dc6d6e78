package org.xingvo.server.web;

import org.glassfish.grizzly.http.server.Response;

/** What a browser asks by OPTIONS before it lets a page of elsewhere read something that can only be read. */
public final class Preflight {
    /** Of a resource that can only be read, for the header {@code Allow}. */
    public static final String METHODS = "GET, HEAD, OPTIONS";

    private static final String ONE_DAY_SECONDS = "86400";

    private Preflight() {}

    /** The answer; it has no body. */
    public static void answer(Response response) {
        response.setStatus(204);
        response.setHeader("Allow", METHODS);
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        response.setHeader(
                "Access-Control-Allow-Headers",
                "Authorization, If-Match, If-None-Match, If-Modified-Since, If-Range, Range");
        response.setHeader("Access-Control-Max-Age", ONE_DAY_SECONDS);
    }
}
