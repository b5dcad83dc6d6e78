package org.xingvo.dali.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Arrival;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;

/** Where a request's caller is found. */
public final class Callers {
    /** The header that tells a client as whom it was taken (IVOA SSO profile, "Checking Authentication"). */
    public static final String AUTHENTICATED = "X-VO-Authenticated";

    /** Name of the request property that {@link CallerFilter} sets. */
    static final String PROPERTY = "org.xingvo.caller";

    /** Name of the request property with the address of the caller's machine. */
    static final String ADDRESS = "org.xingvo.address";

    /** Name of the request property with the {@link Arrival}. */
    static final String ARRIVAL = "org.xingvo.arrival";

    private static final String PASSWORD_FORM = "ivo://ivoa.net/sso#tls-with-password";

    private Callers() {}

    /**
     * The address of the machine that a Jersey request came from, as far as trusted proxies tell it; "unknown" where
     * nothing does. {@link PublicUrlFilter} must be registered.
     */
    public static String addressOf(ContainerRequestContext request) {
        return request.getProperty(ADDRESS) instanceof String address ? address : "unknown";
    }

    /** The caller of a Jersey request; {@link CallerFilter} must be registered. */
    public static Caller of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("no caller on the request: CallerFilter is not registered");
    }

    /**
     * The caller of a request that came straight to Grizzly, who is told in the answer. Asks the database, so not on a
     * selector thread.
     *
     * @throws IdentityException.BadCredentials answer with its status and {@link #refuse}
     */
    public static Caller of(Identities identities, Request request) {
        Caller caller = identities.caller(arrival(request));
        if (caller.user() != null) {
            request.getResponse().setHeader(AUTHENTICATED, caller.user());
            request.getResponse().setHeader("Cache-Control", "private");
        }
        return caller;
    }

    /** How a request came that came straight to Grizzly. */
    public static Arrival arrival(Request request) {
        return new Arrival(
                request.getMethod().getMethodString(), request.getRemoteAddr(), request.isSecure(), request::getHeader);
    }

    /** How a Jersey request came; as far as its headers tell where {@link PublicUrlFilter} is not registered. */
    public static Arrival arrival(ContainerRequestContext request) {
        return request.getProperty(ARRIVAL) instanceof Arrival arrival
                ? arrival
                : new Arrival(request.getMethod(), "unknown", false, request::getHeaderString);
    }

    /** Sets status and headers of an answer to credentials that are not right; the body is the handler's. */
    public static void refuse(Response response, IdentityException.BadCredentials bad, String path) {
        response.setStatus(bad.status());
        if (bad.status() == 401) {
            challenges(path).forEach(challenge -> response.addHeader("WWW-Authenticate", challenge));
        }
        if (bad.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Long.toString(bad.retryAfterSeconds()));
        }
    }

    /** As {@link #challenges(String, URI)}, without the address of the login. */
    public static List<String> challenges(String path) {
        return challenges(path, null);
    }

    /**
     * The values of WWW-Authenticate, one header each, for an answer 401.
     *
     * @param path of the request below the root; TAP also announces tokens as the IVOA's SSO profile names them
     * @param base the public URL; null: not known
     */
    public static List<String> challenges(String path, @Nullable URI base) {
        List<String> all = new ArrayList<>();
        all.add("Basic realm=\"xingvo\", charset=\"UTF-8\"");
        all.add("Bearer realm=\"xingvo\"");
        String first = path.startsWith("/") ? path.substring(1) : path;
        String login = base == null ? "" : " standard_id=\"" + PASSWORD_FORM + "\", access_url=\"" + base + "/login\"";
        if (first.equals("tap") || first.startsWith("tap/")) {
            all.add("ivoa_bearer" + login);
        }
        if (base != null) {
            all.add("ivoa_cookie" + login);
        }
        return List.copyOf(all);
    }
}
