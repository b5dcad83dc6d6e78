package org.xingvo.dali.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Puts the public URL, the client's address and its connection into every Jersey request, or answers 400 for a bad Host header. Thread-safe. */
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
public final class PublicUrlFilter implements ContainerRequestFilter {
    private final PublicUrl publicUrl;

    @Inject
    private @Nullable Provider<Request> grizzly;

    public PublicUrlFilter(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        try {
            context.setProperty(PublicUrl.PROPERTY, base(context));
            Request request = grizzly == null ? null : grizzly.get();
            if (request != null) {
                context.setProperty(Callers.ARRIVAL, Callers.arrival(request));
                String address = publicUrl.client(request.getRemoteAddr(), request::getHeader);
                context.setProperty(Callers.ADDRESS, address);
                context.setProperty(Client.PROPERTY, Client.of(address, request));
            }
        } catch (BadRequest e) {
            context.abortWith(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                    .entity(e.getMessage() + "\n")
                    .build());
        }
    }

    private URI base(ContainerRequestContext context) {
        Request request = grizzly == null ? null : grizzly.get();
        if (request != null) {
            return publicUrl.base(request);
        }
        URI base = context.getUriInfo().getBaseUri();
        return publicUrl.base("https".equals(base.getScheme()), null, base.getAuthority(), context::getHeaderString);
    }
}
