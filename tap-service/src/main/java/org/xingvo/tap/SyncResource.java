package org.xingvo.tap;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;

/** {@code /tap/sync} (TAP 1.1, section 2.2). Thread-safe. */
@Path("tap/sync")
public final class SyncResource {
    private final Queries queries;
    private final QueryAnswer answers;
    private final Identities identities;

    SyncResource(Queries queries, Identities identities) {
        this.queries = queries;
        this.answers = new QueryAnswer(queries);
        this.identities = identities;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        try {
            Parameters parameters = RequestParameters.of(request);
            return queries.withTablesOfNow(() -> answer(request, parameters));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, InputStream body) {
        try {
            Parameters parameters = RequestParameters.of(request, body);
            return queries.withTablesOfNow(() -> answer(request, parameters));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    private Response answer(ContainerRequestContext request, Parameters parameters) {
        Caller caller = Callers.of(request);
        TapRequest asked =
                TapRequest.of(parameters, queries.config().limitsOf(caller).maxrec());
        TapAnswer answer = asked.compile(queries, identities.visibilityOf(caller), PublicUrl.of(request));
        return answers.of(request, answer.query(), asked.maxrec(), asked.choice(), "tap-result", answer::output);
    }
}
