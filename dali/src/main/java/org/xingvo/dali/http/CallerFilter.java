package org.xingvo.dali.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;

/**
 * Puts the caller into every Jersey request. No Authorization header means anonymous, which is fine everywhere; a
 * wrong one is answered 401 with challenges and never treated as anonymous. Thread-safe.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class CallerFilter implements ContainerRequestFilter {
    private final Identities identities;

    public CallerFilter(Identities identities) {
        this.identities = identities;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        try {
            context.setProperty(
                    Callers.PROPERTY, identities.caller(context.getHeaderString(HttpHeaders.AUTHORIZATION)));
        } catch (IdentityException.BadCredentials e) {
            var answer = Response.status(Response.Status.UNAUTHORIZED)
                    .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                    .entity("NotAuthenticated " + e.getMessage() + "\n");
            Callers.challenges(context.getUriInfo().getPath())
                    .forEach(challenge -> answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
            context.abortWith(answer.build());
        }
    }
}
