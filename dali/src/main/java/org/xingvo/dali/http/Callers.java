package org.xingvo.dali.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import org.glassfish.grizzly.http.server.Request;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;

/** Where a request's caller is found. */
public final class Callers {
    /** Name of the request property that {@link CallerFilter} sets. */
    static final String PROPERTY = "org.xingvo.caller";

    private Callers() {}

    /** Name of the request property with the address of the caller's machine. */
    static final String ADDRESS = "org.xingvo.address";

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
     * The caller of a request that came straight to Grizzly. Asks the database, so not on a selector thread.
     *
     * @throws org.xingvo.dali.auth.IdentityException.BadCredentials answer 401 with {@link #challenges}
     */
    public static Caller of(Identities identities, Request request) {
        return identities.caller(request.getHeader("Authorization"));
    }

    /**
     * The values of WWW-Authenticate, one header each, for an answer 401.
     *
     * @param path of the request below the root; TAP also announces tokens as the IVOA's SSO profile names them
     */
    public static List<String> challenges(String path) {
        String basic = "Basic realm=\"xingvo\", charset=\"UTF-8\"";
        String bearer = "Bearer realm=\"xingvo\"";
        String first = path.startsWith("/") ? path.substring(1) : path;
        return first.equals("tap") || first.startsWith("tap/")
                ? List.of(basic, bearer, "ivoa_bearer")
                : List.of(basic, bearer);
    }
}
