package org.xingvo.server.web;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.Callers;

/** Who may change users, groups and tokens over HTTP, and how refusals are answered: in a sentence of plain text. */
final class Changes {
    private Changes() {}

    /** The caller, who must be an operator with credentials for everything. */
    static Caller operator(ContainerRequestContext request) {
        Caller caller = user(request);
        if (!caller.administers()) {
            throw new ForbiddenException("operators only");
        }
        return caller;
    }

    /** The caller, who must be signed in. */
    static Caller user(ContainerRequestContext request) {
        Caller caller = Callers.of(request);
        if (caller.user() == null) {
            List<String> challenges = Callers.challenges(request.getUriInfo().getPath());
            throw new NotAuthorizedException("sign in first", challenges.getFirst(), (Object[])
                    challenges.subList(1, challenges.size()).toArray(String[]::new));
        }
        return caller;
    }

    /** The name of the caller, who must be signed in with credentials for everything of his. */
    static String owner(ContainerRequestContext request) {
        Caller caller = user(request);
        String name = caller.user();
        if (!caller.manages() || name == null) {
            throw new ForbiddenException("expected a password, a session or a token of scope admin");
        }
        return name;
    }

    /** What can be refused. */
    interface Change {
        Response make();
    }

    /** The answer to a change, or why it is refused. */
    static Response of(Change change) {
        try {
            return change.make();
        } catch (IdentityException.Refused e) {
            return sentence(400, e.getMessage());
        } catch (IdentityException.NotAllowed e) {
            return sentence(403, e.getMessage());
        } catch (IdentityException.TooMany e) {
            return Response.fromResponse(sentence(e.status(), e.getMessage()))
                    .header("Retry-After", e.retryAfterSeconds())
                    .build();
        } catch (IdentityException.BadCredentials e) {
            // not 401: a browser would ask for a password in a window of its own
            return sentence(403, e.getMessage());
        }
    }

    /** A change without an answer of its own. */
    static Response done(Runnable change) {
        return of(() -> {
            change.run();
            return Response.noContent().build();
        });
    }

    static Response sentence(int status, @Nullable String message) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(message + "\n")
                .build();
    }
}
