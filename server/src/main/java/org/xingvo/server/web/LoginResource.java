package org.xingvo.server.web;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Cookies;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.auth.Sessions;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;

/**
 * Signing in and out, for people with browsers and for programs: a form of {@code username} and {@code password} gives a
 * cookie and, to programs, the same secret for use as a bearer token (IVOA SSO profile, "TLS with password"). Also below
 * {@code /tap}, where TapPlus of Astroquery looks for it. Thread-safe.
 */
@Path("/")
public final class LoginResource {
    /** The header with a token for programs. */
    private static final String BEARER = "X-VO-Bearer";

    private final Identities identities;
    private final String title;

    /** @param title the service's name for people */
    public LoginResource(Identities identities, String title) {
        this.identities = identities;
        this.title = title;
    }

    @GET
    @Path("login")
    public Response page(@QueryParam("next") @DefaultValue("") String next) {
        return form(200, next, "", "").build();
    }

    @POST
    @Path("{door: login|tap/login}")
    public Response login(
            @Context ContainerRequestContext request,
            @FormParam("username") @DefaultValue("") String name,
            @FormParam("password") @DefaultValue("") String password,
            @FormParam("next") @DefaultValue("") String next) {
        boolean browser = isBrowser(request);
        try {
            Sessions.NewSession session = identities.sessions().open(Callers.arrival(request), name, password);
            Response.ResponseBuilder answer = browser
                    ? Response.seeOther(URI.create(PublicUrl.of(request) + local(next)))
                    : Response.ok("signed in as " + name + "\n", "text/plain;charset=UTF-8")
                            .header(BEARER, session.cookie());
            return answer.header(
                            "Set-Cookie",
                            Cookies.set(session, identities.sessions().seconds()))
                    .header(Callers.AUTHENTICATED, name)
                    .header("Cache-Control", "no-store")
                    .build();
        } catch (IdentityException.BadCredentials e) {
            String words = Objects.requireNonNullElse(e.getMessage(), "");
            Response.ResponseBuilder answer = browser
                    ? form(e.status(), next, name, words)
                    : Response.fromResponse(Changes.sentence(e.status(), words));
            if (e.status() == 401) {
                answer.header("WWW-Authenticate", "ivoa_cookie");
            }
            if (e.retryAfterSeconds() > 0) {
                answer.header("Retry-After", e.retryAfterSeconds());
            }
            return answer.build();
        }
    }

    @POST
    @Path("{door: logout|tap/logout}")
    public Response logout(@Context ContainerRequestContext request) {
        identities.sessions().close(Callers.arrival(request), Callers.of(request));
        return (isBrowser(request)
                        ? Response.seeOther(URI.create(PublicUrl.of(request) + "/"))
                        : Response.ok("signed out\n", "text/plain;charset=UTF-8"))
                .header("Set-Cookie", Cookies.clear())
                .build();
    }

    private static boolean isBrowser(ContainerRequestContext request) {
        return Page.isWanted(request);
    }

    /** A path of this server; anything else would send people elsewhere after they typed their password. */
    private static String local(String next) {
        return next.matches("/[A-Za-z0-9._~!$'()*+,;=:@%/?&-]*") && !next.startsWith("//") ? next : "/account";
    }

    private Response.ResponseBuilder form(int status, String next, String name, @Nullable String wrong) {
        return Page.of(status, title, """
                <h2>Sign in</h2>
                %s<form method="post" action="login">
                <label>Name <input name="username" value="%s" autocomplete="username" required autofocus></label>
                <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
                <input type="hidden" name="next" value="%s">
                <button>Sign in</button>
                </form>
                """.formatted(
                        wrong == null || wrong.isEmpty() ? "" : "<p class=\"wrong\">" + Page.escaped(wrong) + "</p>\n",
                        Page.escaped(name),
                        Page.escaped(next)));
    }
}
