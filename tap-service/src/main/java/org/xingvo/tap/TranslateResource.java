package org.xingvo.tap;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;

/**
 * {@code /tap/translate}: what becomes of a query in the database, its SQL and the plan, as plain text; for callers with
 * an operator's token only. {@code QUERY} is the query; {@code AS=operator} shows it without the restriction to the rows
 * that the public sees. The query is not run. Thread-safe.
 */
@Path("tap/translate")
@Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
public final class TranslateResource {
    private final Queries queries;

    TranslateResource(Queries queries) {
        this.queries = queries;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        return answer(request, () -> RequestParameters.of(request));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, InputStream body) {
        return answer(request, () -> RequestParameters.of(request, body));
    }

    private Response answer(ContainerRequestContext request, Supplier<Parameters> parameters) {
        if (!Callers.of(request).operator()) {
            throw new ForbiddenException("operators only");
        }
        try {
            Parameters given = parameters.get();
            return Response.ok(queries.withTablesOfNow(() -> translated(request, given)))
                    .build();
        } catch (DaliFault e) {
            return Response.status(400).entity(e.getMessage() + "\n").build();
        }
    }

    private String translated(ContainerRequestContext request, Parameters parameters) {
        String adql = parameters.required("QUERY");
        String as = parameters.first("AS").orElse("public");
        if (!as.equals("public") && !as.equals("operator")) {
            throw new DaliFault(
                    DaliFault.Kind.USAGE, "Parameter AS: expected public or operator, found something else");
        }
        Visibility visibility = as.equals("operator") ? Visibility.EVERYTHING : Visibility.PUBLIC_ONLY;
        CompiledQuery query = queries.compile(
                adql, visibility, queries.config().anonymous().maxrec().standard());
        List<String> plan = queries.plan(query, PublicUrl.of(request));
        return query.inlined() + "\n\n" + String.join("\n", plan) + "\n";
    }
}
