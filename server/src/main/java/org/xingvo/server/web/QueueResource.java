package org.xingvo.server.web;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.Callers;
import org.xingvo.ingest.load.IngestQueue;

/**
 * The queue of files that wait to be catalogued, for callers with an operator's token; {@code xing queue} is its client.
 * Answers are plain text, tab separated. Thread-safe.
 */
@Path("/admin/queue")
@Produces(MediaType.TEXT_PLAIN)
public final class QueueResource {
    private static final int MOST = 10_000;

    private final IngestQueue queue;

    public QueueResource(IngestQueue queue) {
        this.queue = queue;
    }

    @GET
    public String list(@Context ContainerRequestContext request) {
        operatorsOnly(request);
        return "id\tstate\tcollection\tpath\tattempts\tnext\treason\n"
                + queue.entries(MOST).stream()
                        .map(e -> "%d\t%s\t%s\t%s\t%d\t%s\t%s\n"
                                .formatted(
                                        e.id(),
                                        e.dead() ? "dead" : "waits",
                                        e.collection(),
                                        oneLine(e.path()),
                                        e.attempts(),
                                        e.dead() ? "-" : e.due(),
                                        oneLine(e.error() == null ? "-" : e.error())))
                        .collect(Collectors.joining());
    }

    @POST
    @Path("retry")
    public String retry(@Context ContainerRequestContext request, @FormParam("id") @Nullable Long id) {
        operatorsOnly(request);
        return queue.retry(id) + "\n";
    }

    @POST
    @Path("drop")
    public String drop(@Context ContainerRequestContext request, @FormParam("id") @Nullable Long id) {
        operatorsOnly(request);
        return queue.drop(id) + "\n";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }

    private static void operatorsOnly(ContainerRequestContext request) {
        if (!Callers.of(request).administers()) {
            throw new ForbiddenException("operators only");
        }
    }
}
