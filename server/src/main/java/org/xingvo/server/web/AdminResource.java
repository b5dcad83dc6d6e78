package org.xingvo.server.web;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.Callers;
import org.xingvo.ingest.IngestException;

/**
 * What the operator changes while the server runs: users, tokens, groups, who sees a collection, what it is. For callers with an
 * operator's token only; the command line is its client. Answers are plain text, tab separated. Thread-safe.
 */
@Path("/admin")
@Produces(MediaType.TEXT_PLAIN)
public final class AdminResource {
    private final Identities identities;
    private final CollectionVisibility collections;
    private final Descriptions descriptions;

    /** Changes who sees a collection or a loaded table. */
    public interface CollectionVisibility {
        /** False if there is no such collection or table. */
        boolean change(String collection, boolean isPublic, @Nullable String owner, List<String> groups);
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

    public AdminResource(Identities identities, CollectionVisibility collections, Descriptions descriptions) {
        this.identities = identities;
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

    @GET
    @Path("users")
    public String users(@Context ContainerRequestContext request) {
        operatorsOnly(request);
        return "user\toperator\tcreated\n"
                + identities.users().stream()
                        .map(user -> user.name() + "\t" + user.operator() + "\t" + user.created() + "\n")
                        .collect(Collectors.joining());
    }

    @POST
    @Path("users")
    public Response addUser(
            @Context ContainerRequestContext request,
            @FormParam("name") String name,
            @FormParam("operator") @DefaultValue("false") boolean operator) {
        operatorsOnly(request);
        return changed(() -> identities.addUser(name, operator));
    }

    @DELETE
    @Path("users/{name}")
    public Response removeUser(@Context ContainerRequestContext request, @PathParam("name") String name) {
        operatorsOnly(request);
        return changed(() -> identities.removeUser(name));
    }

    @GET
    @Path("tokens")
    public String tokens(@Context ContainerRequestContext request, @QueryParam("user") String user) {
        operatorsOnly(request);
        return "id\tuser\tcreated\texpires\trevoked\n"
                + identities.tokens(user).stream()
                        .map(t -> t.id() + "\t" + t.user() + "\t" + t.created() + "\t" + orDash(t.expires()) + "\t"
                                + orDash(t.revoked()) + "\n")
                        .collect(Collectors.joining());
    }

    /** Makes a token and answers with its text, the only time it is told. */
    @POST
    @Path("tokens")
    public Response createToken(
            @Context ContainerRequestContext request,
            @FormParam("user") String user,
            @FormParam("days") @DefaultValue("0") long days) {
        operatorsOnly(request);
        try {
            Duration validity = days <= 0 ? null : Duration.ofDays(days);
            return Response.ok(identities.createToken(user, validity).text() + "\n")
                    .build();
        } catch (IdentityException.Refused e) {
            return refused(e.getMessage());
        }
    }

    @DELETE
    @Path("tokens/{id}")
    public Response revokeToken(@Context ContainerRequestContext request, @PathParam("id") long id) {
        operatorsOnly(request);
        return changed(() -> identities.revokeToken(id));
    }

    @GET
    @Path("groups")
    public String groups(@Context ContainerRequestContext request) {
        operatorsOnly(request);
        return "group\towners\tmembers\n"
                + identities.groups().stream()
                        .map(group -> group.name() + "\t" + String.join(",", group.owners()) + "\t"
                                + String.join(",", group.members()) + "\n")
                        .collect(Collectors.joining());
    }

    @POST
    @Path("groups")
    public Response addGroup(
            @Context ContainerRequestContext request,
            @FormParam("name") String name,
            @FormParam("owner") String owner) {
        operatorsOnly(request);
        return changed(() -> identities.addGroup(name, owner));
    }

    @POST
    @Path("groups/{name}/members")
    public Response addMember(
            @Context ContainerRequestContext request, @PathParam("name") String group, @FormParam("user") String user) {
        operatorsOnly(request);
        return changed(() -> identities.addMember(group, user));
    }

    @DELETE
    @Path("groups/{name}/members/{user}")
    public Response removeMember(
            @Context ContainerRequestContext request, @PathParam("name") String group, @PathParam("user") String user) {
        operatorsOnly(request);
        return changed(() -> identities.removeMember(group, user));
    }

    /** Public, or for an owner and groups (comma separated) only. */
    @POST
    @Path("collections/{name}/access")
    public Response access(
            @Context ContainerRequestContext request,
            @PathParam("name") String collection,
            @FormParam("public") @DefaultValue("false") boolean isPublic,
            @FormParam("owner") @Nullable String owner,
            @FormParam("groups") @DefaultValue("") String groups) {
        operatorsOnly(request);
        List<String> names = Arrays.stream(groups.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        try {
            if (!collections.change(collection, isPublic, owner, names)) {
                return refused("'" + collection + "': expected an existing collection or loaded table, found none");
            }
        } catch (IngestException | IdentityException.Refused e) {
            return refused(e.getMessage());
        }
        return Response.noContent().build();
    }

    private static void operatorsOnly(ContainerRequestContext request) {
        if (!Callers.of(request).operator()) {
            throw new ForbiddenException();
        }
    }

    private static Response changed(Runnable change) {
        try {
            change.run();
            return Response.noContent().build();
        } catch (IdentityException.Refused e) {
            return refused(e.getMessage());
        }
    }

    private static Response refused(@Nullable String message) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(message + "\n")
                .build();
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
