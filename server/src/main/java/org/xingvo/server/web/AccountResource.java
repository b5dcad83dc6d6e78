package org.xingvo.server.web;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.Sessions.Session;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;

/**
 * What users change about themselves: password, tokens, sessions. A request that lives on a cookie brings the field
 * {@code csrf}, or the header {@code X-CSRF-Token}, that {@code /whoami} tells. Thread-safe.
 */
@Path("/")
public final class AccountResource {
    private final Identities identities;
    private final String title;

    /** @param title the service's name for people */
    public AccountResource(Identities identities, String title) {
        this.identities = identities;
        this.title = title;
    }

    /** As whom the caller is taken. */
    @GET
    @Path("whoami")
    public Response whoami(@Context ContainerRequestContext request) {
        Caller caller = Callers.of(request);
        return Response.fromResponse(new Listing<Caller>()
                        .column("user", Caller::user)
                        .column("operator", Caller::operator)
                        .column(
                                "scope",
                                c -> c.user() == null ? null : c.scope().text())
                        .column("groups", Caller::groups)
                        .column("csrf", c -> identities.sessions().formToken(Callers.arrival(request)))
                        .answer(List.of(caller), Listing.JSON))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("account")
    public Response page(@Context ContainerRequestContext request) {
        Caller caller = Callers.of(request);
        if (caller.user() == null) {
            return Response.seeOther(URI.create(PublicUrl.of(request) + "/login?next=/account"))
                    .build();
        }
        return AccountPage.of(title, caller, identities, identities.sessions().formToken(Callers.arrival(request)))
                .build();
    }

    @POST
    @Path("account/password")
    public Response password(
            @Context ContainerRequestContext request,
            @FormParam("csrf") @Nullable String csrf,
            @HeaderParam("X-CSRF-Token") @Nullable String header,
            @FormParam("old") @DefaultValue("") String old,
            @FormParam("new") @DefaultValue("") String fresh) {
        String user = Changes.owner(request);
        return Changes.of(() -> {
            checkForm(request, csrf, header);
            identities.sessions().confirm(Callers.arrival(request), user, old);
            identities.users().setPassword(Callers.of(request), user, fresh);
            return told(request, "The password is changed; sign in with the new one.");
        });
    }

    @GET
    @Path("account/tokens")
    public Response tokens(@Context ContainerRequestContext request, @QueryParam("format") @Nullable String format) {
        return TokensResource.listing(identities.tokens().list(Changes.owner(request)), format);
    }

    /** Makes a token and answers with its text, the only time it is told. */
    @POST
    @Path("account/tokens")
    public Response createToken(
            @Context ContainerRequestContext request,
            @FormParam("csrf") @Nullable String csrf,
            @HeaderParam("X-CSRF-Token") @Nullable String header,
            @FormParam("name") @DefaultValue("") String name,
            @FormParam("scope") @DefaultValue("write") String scope,
            @FormParam("days") @DefaultValue("90") String days) {
        String user = Changes.owner(request);
        return Changes.of(() -> {
            checkForm(request, csrf, header);
            return TokensResource.made(identities, Callers.of(request), user, name, scope, days);
        });
    }

    @DELETE
    @Path("account/tokens/{id}")
    public Response revoke(
            @Context ContainerRequestContext request,
            @HeaderParam("X-CSRF-Token") @Nullable String header,
            @PathParam("id") long id) {
        String user = Changes.owner(request);
        return Changes.done(() -> {
            checkForm(request, null, header);
            identities.tokens().revoke(Callers.of(request), id, user);
        });
    }

    /** As DELETE, for forms. */
    @POST
    @Path("account/tokens/{id}/revoke")
    public Response revokeByForm(
            @Context ContainerRequestContext request,
            @FormParam("csrf") @Nullable String csrf,
            @HeaderParam("X-CSRF-Token") @Nullable String header,
            @PathParam("id") long id) {
        String user = Changes.owner(request);
        return Changes.of(() -> {
            checkForm(request, csrf, header);
            identities.tokens().revoke(Callers.of(request), id, user);
            return told(request, "Token " + id + " is revoked.");
        });
    }

    @GET
    @Path("account/sessions")
    public Response sessions(@Context ContainerRequestContext request, @QueryParam("format") @Nullable String format) {
        return new Listing<Session>()
                .column("created", Session::created)
                .column("last_used", Session::lastUsed)
                .column("expires", Session::expires)
                .column("from", Session::address)
                .column("browser", Session::agent)
                .answer(identities.sessions().list(Changes.owner(request)), format);
    }

    /** Signs out everywhere. */
    @POST
    @Path("account/sessions/close")
    public Response closeSessions(
            @Context ContainerRequestContext request,
            @FormParam("csrf") @Nullable String csrf,
            @HeaderParam("X-CSRF-Token") @Nullable String header) {
        String user = Changes.owner(request);
        return Changes.of(() -> {
            checkForm(request, csrf, header);
            identities.sessions().closeAll(Callers.of(request), user);
            return told(request, "Signed out everywhere.");
        });
    }

    private void checkForm(ContainerRequestContext request, @Nullable String csrf, @Nullable String header) {
        identities.sessions().checkForm(Callers.arrival(request), csrf == null ? header : csrf);
    }

    private Response told(ContainerRequestContext request, String words) {
        return Page.isWanted(request)
                ? Page.of(
                                200,
                                title,
                                "<p>" + Page.escaped(words) + "</p>\n<p><a href=\"" + PublicUrl.of(request)
                                        + "/account\">Back</a></p>\n")
                        .build()
                : Changes.sentence(200, words);
    }
}
