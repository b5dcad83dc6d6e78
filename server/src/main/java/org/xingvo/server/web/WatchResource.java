package org.xingvo.server.web;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.Callers;
import org.xingvo.ingest.IngestException;
import org.xingvo.server.WatchedFolders;
import org.xingvo.server.WatchedFolders.Watched;

/**
 * Watched folders of the server's machine, for callers with an operator's token; {@code xing watch} is its client. Answers
 * are plain text, tab separated. Thread-safe.
 */
@Path("/admin/watched")
@Produces(MediaType.TEXT_PLAIN)
public final class WatchResource {
    private final WatchedFolders folders;

    public WatchResource(WatchedFolders folders) {
        this.folders = folders;
    }

    @GET
    public String list(@Context ContainerRequestContext request) {
        operatorsOnly(request);
        return "folder\tcollection\n"
                + folders.list().stream()
                        .map(each ->
                                each.folder() + "\t" + (each.collection() == null ? "-" : each.collection()) + "\n")
                        .collect(Collectors.joining());
    }

    /** Watches an absolute path from now on. */
    @POST
    public Response add(
            @Context ContainerRequestContext request,
            @FormParam("folder") @DefaultValue("") String folder,
            @FormParam("collection") @Nullable String collection) {
        operatorsOnly(request);
        java.nio.file.Path path = java.nio.file.Path.of(folder);
        if (!path.isAbsolute()) {
            return refused("folder: expected an absolute path, found '" + folder + "'");
        }
        try {
            folders.add(new Watched(path.normalize(), collection));
            return Response.noContent().build();
        } catch (IngestException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    @POST
    @Path("remove")
    public Response remove(
            @Context ContainerRequestContext request, @FormParam("folder") @DefaultValue("") String folder) {
        operatorsOnly(request);
        return folders.remove(java.nio.file.Path.of(folder).normalize())
                ? Response.noContent().build()
                : refused("watch: expected a watched folder, found " + folder);
    }

    private static Response refused(String message) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(message + "\n")
                .build();
    }

    private static void operatorsOnly(ContainerRequestContext request) {
        if (!Callers.of(request).administers()) {
            throw new ForbiddenException("operators only");
        }
    }
}
