package org.xingvo.scs;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.ErrorDocument;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.Shown;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.tap.HttpAnswer;
import org.xingvo.tap.Queries;
import org.xingvo.tap.QueryAnswer;
import org.xingvo.tap.result.OutputColumn;
import org.xingvo.tap.result.TableOutput;
import org.xingvo.tap.result.TableOutputs;
import org.xingvo.votable.Info;

/**
 * {@code /scs/{table}} (Simple Cone Search 1.03, section 2). Faults are answered with status 200: clients of this
 * protocol read no other. Thread-safe.
 */
@Path("scs/{table: [^/]+}")
public final class ConeResource {
    private final Queries queries;
    private final QueryAnswer answers;
    private final Identities identities;

    ConeResource(Queries queries, Identities identities) {
        this.queries = queries;
        this.answers = new QueryAnswer(queries);
        this.identities = identities;
    }

    @GET
    public Response get(@Context ContainerRequestContext request, @PathParam("table") String table) {
        try {
            Parameters parameters = RequestParameters.of(request);
            return queries.withTablesOfNow(() -> answer(request, table, parameters));
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, @PathParam("table") String table, InputStream body) {
        try {
            Parameters parameters = RequestParameters.of(request, body);
            return queries.withTablesOfNow(() -> answer(request, table, parameters));
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    private Response answer(ContainerRequestContext request, String name, Parameters parameters) {
        Visibility visibility = identities.visibilityOf(Callers.of(request));
        ConeTable table = table(queries, name, visibility);
        Cone cone = Cone.of(parameters);
        ResponseFormat.Choice choice = ResponseFormat.of(parameters, ResponseFormat.VOTABLE_TABLEDATA);
        long maxrec = queries.config().coneMaxrec().of(parameters);
        CompiledQuery query = queries.compile(table.adql(cone), visibility, maxrec);
        List<OutputColumn> columns = query.columns().stream()
                .map(OutputColumn::of)
                .map(column -> renamed(column, table))
                .toList();
        String links = PublicUrl.of(request) + "/datalink/links";
        List<Info> infos = new ArrayList<>(List.of(new Info("SERVICE_PROTOCOL", "1.03", "SCS")));
        infos.addAll(queries.origin().infos(PublicUrl.of(request) + "/scs/" + name));
        TableOutputs outputs = new TableOutputs(columns, table.table().name(), infos, links, true);
        Function<OutputStream, TableOutput> format =
                out -> outputs.open(choice.format(), out, queries.config().spool());
        // a radius of 0 asks what the columns are
        return cone.radiusDeg() == 0
                ? answers.head(request, choice, "cone-search", null, format)
                : answers.of(request, query, maxrec, choice, "cone-search", format);
    }

    static ConeTable table(Queries queries, String name, Visibility visibility) {
        return queries.schema()
                .schema()
                .visibleTo(visibility)
                .table(name)
                .flatMap(ConeTable::of)
                .orElseThrow(() -> new DaliFault(
                        DaliFault.Kind.NOT_FOUND,
                        "Table '%s': expected a table with positions, found none of this name"
                                .formatted(Shown.of(name))));
    }

    private static OutputColumn renamed(OutputColumn column, ConeTable table) {
        String ucd = table.oldUcd(column.field().name());
        return ucd == null ? column : column.with(column.field().withUcd(ucd));
    }

    static Response fault(RuntimeException failure) {
        DaliFault fault = HttpAnswer.asFault(failure);
        int status = fault.kind() == DaliFault.Kind.NOT_FOUND ? 404 : 200;
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, ErrorDocument.CONTENT_TYPE)
                .entity(ErrorDocument.ofCone(fault.getMessage()))
                .build();
    }
}
