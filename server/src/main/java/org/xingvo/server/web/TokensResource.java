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
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.auth.Scope;
import org.xingvo.dali.auth.Tokens;

/** Tokens of any user, for operators. Thread-safe. */
@Path("/admin/tokens")
public final class TokensResource {
    private static final long MOST_DAYS = 36_500;

    private final Identities identities;

    public TokensResource(Identities identities) {
        this.identities = identities;
    }

    @GET
    public Response list(
            @Context ContainerRequestContext request,
            @QueryParam("user") @DefaultValue("") String user,
            @QueryParam("format") @Nullable String format) {
        Changes.operator(request);
        return listing(identities.tokens().list(user), format);
    }

    static Response listing(List<Tokens.Token> tokens, @Nullable String format) {
        return new Listing<Tokens.Token>()
                .column("id", Tokens.Token::id)
                .column("user", Tokens.Token::user)
                .column("name", Tokens.Token::name)
                .column("scope", token -> token.scope().text())
                .column("created", Tokens.Token::created)
                .column("expires", Tokens.Token::expires)
                .column("revoked", Tokens.Token::revoked)
                .column("last_used", Tokens.Token::lastUsed)
                .answer(tokens, format);
    }

    /** Makes a token and answers with its text, the only time it is told. */
    @POST
    public Response create(
            @Context ContainerRequestContext request,
            @FormParam("user") @DefaultValue("") String user,
            @FormParam("name") @DefaultValue("") String name,
            @FormParam("scope") @DefaultValue("admin") String scope,
            @FormParam("days") @DefaultValue("0") String days) {
        Caller by = Changes.operator(request);
        return Changes.of(() -> made(identities, by, user, name, scope, days));
    }

    static Response made(Identities identities, Caller by, String user, String name, String scope, String days) {
        Scope asked = Scope.named(scope)
                .orElseThrow(() ->
                        new IdentityException.Refused("scope: expected read, write or admin, found '" + scope + "'"));
        Tokens.NewToken token = identities.tokens().create(by, user, name, asked, validity(days));
        return Response.ok(token.text() + "\n", "text/plain;charset=UTF-8")
                .header("Cache-Control", "no-store")
                .build();
    }

    private static @Nullable Duration validity(String days) {
        long number;
        try {
            number = Long.parseLong(days.strip());
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 0 || number > MOST_DAYS) {
            throw new IdentityException.Refused(
                    "days: expected 0 (until revoked) to " + MOST_DAYS + ", found '" + days + "'");
        }
        return number == 0 ? null : Duration.ofDays(number);
    }

    @DELETE
    @Path("{id}")
    public Response revoke(@Context ContainerRequestContext request, @PathParam("id") long id) {
        Caller by = Changes.operator(request);
        return Changes.done(() -> identities.tokens().revoke(by, id, null));
    }
}
