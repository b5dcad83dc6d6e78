package org.xingvo.server.web;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.CollectionAccess.Audience;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.Callers;
import org.xingvo.ingest.IngestException;

/**
 * What the operator changes while the server runs: who sees a collection, what it is. For callers with an
 * operator's token only; the command line is its client. Answers are plain text, tab separated. Thread-safe.
 */
@Path("/admin")
@Produces(MediaType.TEXT_PLAIN)
public final class AdminResource {
    private final CollectionVisibility collections;
    private final Descriptions descriptions;

    /** Changes who sees a collection or a loaded table, or who of those gets the files of a collection. */
    public interface CollectionVisibility {
        /** False if there is no such collection or table. */
        boolean change(Caller by, String collection, boolean data, Audience audience);
    }

    /** Changes what is said of collections. */
    public interface Descriptions {
        /**
         * Applies a description to its collection and tells what it changed.
         *
         * @param file how the text is called in messages
         * @throws IngestException why it cannot be applied
         */
        String apply(String yaml, String file);
    }

    public AdminResource(CollectionVisibility collections, Descriptions descriptions) {
        this.collections = collections;
        this.descriptions = descriptions;
    }

    /** Applies a changed description; answers when everybody sees it. */
    @POST
    @Path("descriptions")
    public Response apply(
            @Context ContainerRequestContext request,
            @FormParam("yaml") @DefaultValue("") String yaml,
            @FormParam("file") @DefaultValue("description") String file) {
        operatorsOnly(request);
        try {
            return Response.ok(descriptions.apply(yaml, file)).build();
        } catch (IngestException e) {
            return refused(e.getMessage());
        }
    }

    /** Public, or for an owner and groups (comma separated) only; with {@code data}, the files and not the rest. */
    @POST
    @Path("collections/{name}/access")
    public Response access(
            @Context ContainerRequestContext request,
            @PathParam("name") String collection,
            @FormParam("data") @DefaultValue("false") boolean data,
            @FormParam("public") @DefaultValue("false") boolean isPublic,
            @FormParam("owner") @Nullable String owner,
            @FormParam("groups") @DefaultValue("") String groups) {
        operatorsOnly(request);
        List<String> names = Arrays.stream(groups.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        try {
            if (!collections.change(Callers.of(request), collection, data, new Audience(isPublic, owner, names))) {
                return refused("'" + collection + "': expected an existing collection or loaded table, found none");
            }
        } catch (IngestException | IdentityException.Refused e) {
            return refused(e.getMessage());
        }
        return Response.noContent().build();
    }

    private static void operatorsOnly(ContainerRequestContext request) {
        if (!Callers.of(request).administers()) {
            throw new ForbiddenException();
        }
    }

    private static Response refused(@Nullable String message) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(message + "\n")
                .build();
    }
}
