package org.xingvo.dali.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;

/**
 * Puts the caller into every Jersey request, and tells who that is in the answer. No credentials means anonymous, which is
 * fine everywhere; wrong ones are answered 401 with challenges, or as they say, and never treated as anonymous.
 * Thread-safe.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class CallerFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> QUERIES =
            Set.of("tap", "scs", "sia1", "sia2", "ssa", "datalink", "soda", "login", "logout");

    private final Identities identities;

    public CallerFilter(Identities identities) {
        this.identities = identities;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        try {
            Caller caller = identities.caller(Callers.arrival(context));
            context.setProperty(Callers.PROPERTY, caller);
            if (!caller.writes() && !isReading(context)) {
                throw new IdentityException.WrongWay("the token is for reading: expected one of scope write or admin");
            }
        } catch (IdentityException.BadCredentials e) {
            var answer = Response.status(e.status())
                    .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                    .entity(e.fault() + " " + e.getMessage() + "\n");
            if (e.status() == 401) {
                Callers.challenges(context.getUriInfo().getPath(), base(context))
                        .forEach(challenge -> answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
            }
            if (e.retryAfterSeconds() > 0) {
                answer.header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds());
            }
            context.abortWith(answer.build());
        }
    }

    /** Capabilities say to the anonymous how they could sign in, and 401 always does. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
        Caller caller = request.getProperty(Callers.PROPERTY) instanceof Caller known ? known : Caller.ANONYMOUS;
        String path = request.getUriInfo().getPath();
        if (caller.user() != null) {
            headers.putSingle(Callers.AUTHENTICATED, caller.user());
            headers.putIfAbsent(HttpHeaders.CACHE_CONTROL, new java.util.ArrayList<>(java.util.List.of("private")));
        } else if ((response.getStatus() == 200 && path.endsWith("/capabilities"))
                || (response.getStatus() == 401 && !headers.containsKey(HttpHeaders.WWW_AUTHENTICATE))) {
            Callers.challenges(path, base(request))
                    .forEach(challenge -> headers.add(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
    }

    /** Queries come by POST, too, and so does the agreement on a download. */
    private static boolean isReading(ContainerRequestContext context) {
        String path = context.getUriInfo().getPath();
        String plain = path.startsWith("/") ? path.substring(1) : path;
        return SAFE.contains(context.getMethod())
                || plain.equals("vos/synctrans")
                || QUERIES.stream().anyMatch(door -> plain.equals(door) || plain.startsWith(door + "/"));
    }

    private static @Nullable URI base(ContainerRequestContext context) {
        return context.getProperty(PublicUrl.PROPERTY) instanceof URI base ? base : null;
    }
}
