package org.xingvo.server.web;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.EventLog;
import org.xingvo.dali.auth.EventLog.Entry;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;

/** The trail of events, for operators. Thread-safe. */
@Path("/admin/events")
public final class EventsResource {
    private final Identities identities;

    public EventsResource(Identities identities) {
        this.identities = identities;
    }

    @GET
    public Response list(
            @Context ContainerRequestContext request,
            @QueryParam("user") @Nullable String user,
            @QueryParam("action") @Nullable String action,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("since") @Nullable String since,
            @QueryParam("before") @Nullable Long before,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("format") @Nullable String format) {
        Changes.operator(request);
        return Changes.of(() -> new Listing<Entry>()
                .column("id", Entry::id)
                .column("at", Entry::at)
                .column("user", Entry::actor)
                .column("from", Entry::address)
                .column("action", Entry::action)
                .column("subject", Entry::subject)
                .column("detail", Entry::detail)
                .answer(
                        identities
                                .events()
                                .find(new EventLog.Question(
                                        user, known(action), subject, moment(since), before, limit)),
                        format));
    }

    private static @Nullable String known(@Nullable String action) {
        if (action == null || action.endsWith(".") || Action.named(action).isPresent()) {
            return action;
        }
        for (Action each : Action.values()) {
            if (each.text().startsWith(action + ".")) {
                return action + ".";
            }
        }
        throw new IdentityException.Refused(
                "action: expected one like node.move, or node for all of nodes, found '" + action + "'");
    }

    private static @Nullable Instant moment(@Nullable String since) {
        try {
            return since == null ? null : Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw new IdentityException.Refused(
                    "since: expected a time like 2026-11-23T05:00:00Z, found '" + since + "'");
        }
    }
}
