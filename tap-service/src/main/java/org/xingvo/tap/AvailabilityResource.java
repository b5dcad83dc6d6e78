package org.xingvo.tap;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.xingvo.dali.vosi.Availability;

/** {@code /tap/availability} (VOSI 1.1, section 2.3). Thread-safe. */
@Path("tap/availability")
public final class AvailabilityResource {
    private final Queries queries;
    private final Instant started;

    AvailabilityResource(Queries queries, Instant started) {
        this.queries = queries;
        this.started = started;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        Availability now = queries.available()
                ? Availability.up(started, "Queries are answered")
                : Availability.down("The database does not answer");
        return new HttpAnswer(request).type("text/xml;charset=UTF-8").stream(now::write);
    }
}
