package org.xingvo.server.web;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.Users;

/** Users, for operators. Thread-safe. */
@Path("/admin/users")
public final class UsersResource {
    private final Identities identities;

    public UsersResource(Identities identities) {
        this.identities = identities;
    }

    @GET
    public Response list(@Context ContainerRequestContext request, @QueryParam("format") @Nullable String format) {
        Changes.operator(request);
        return new Listing<Users.User>()
                .column("user", Users.User::name)
                .column("operator", Users.User::operator)
                .column("password", Users.User::password)
                .column("created", Users.User::created)
                .column("disabled", Users.User::disabled)
                .column("last_login", Users.User::lastLogin)
                .answer(identities.users().list(), format);
    }

    @POST
    public Response add(
            @Context ContainerRequestContext request,
            @FormParam("name") @DefaultValue("") String name,
            @FormParam("operator") @DefaultValue("false") boolean operator,
            @FormParam("password") @Nullable String password) {
        Caller by = Changes.operator(request);
        return Changes.done(() -> identities.users().add(by, name, operator, password));
    }

    @DELETE
    @Path("{name}")
    public Response remove(@Context ContainerRequestContext request, @PathParam("name") String name) {
        Caller by = Changes.operator(request);
        return Changes.done(() -> identities.users().remove(by, name));
    }

    /** Sets a password; without one, the user has none from then on. */
    @POST
    @Path("{name}/password")
    public Response password(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @FormParam("password") @Nullable String password) {
        Caller by = Changes.operator(request);
        return Changes.done(() -> identities.users().setPassword(by, name, password));
    }

    /** Keeps a user out, or lets him in again. */
    @POST
    @Path("{name}/disabled")
    public Response disable(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @FormParam("value") @DefaultValue("true") boolean out) {
        Caller by = Changes.operator(request);
        return Changes.done(() -> identities.users().disable(by, name, out));
    }

    @POST
    @Path("{name}/operator")
    public Response operator(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @FormParam("value") @DefaultValue("true") boolean operator) {
        Caller by = Changes.operator(request);
        return Changes.done(() -> identities.users().setOperator(by, name, operator));
    }
}
