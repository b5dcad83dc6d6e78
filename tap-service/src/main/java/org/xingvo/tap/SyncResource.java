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
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.Shown;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.tap.result.OutputColumn;
import org.xingvo.tap.result.SeparatedOutput;
import org.xingvo.tap.result.TableOutput;
import org.xingvo.tap.result.VotableOutput;
import org.xingvo.tap.result.VotableOutput.VotableStyle;
import org.xingvo.votable.Info;
import org.xingvo.votable.Serialization;

/** {@code /tap/sync} (TAP 1.1, section 2.2). Thread-safe. */
@Path("tap/sync")
public final class SyncResource {
    private static final List<String> LANGUAGES = List.of("ADQL", "ADQL-2.0", "ADQL-2.1");
    private static final int LONGEST_QUERY_INFO = 4096;

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
            return answer(request, RequestParameters.of(request));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, InputStream body) {
        try {
            return answer(request, RequestParameters.of(request, body));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    private Response answer(ContainerRequestContext request, Parameters parameters) {
        check(parameters);
        String adql = parameters.required("QUERY");
        ResponseFormat.Choice choice = ResponseFormat.of(parameters, ResponseFormat.VOTABLE_BINARY2);
        long maxrec = queries.config().maxrec().of(parameters);
        CompiledQuery query = queries.compile(adql, identities.visibilityOf(Callers.of(request)), maxrec);
        List<OutputColumn> columns =
                query.columns().stream().map(OutputColumn::of).toList();
        String links = PublicUrl.of(request) + "/datalink/links";
        return answers.of(
                request,
                query,
                maxrec,
                choice,
                "tap-result",
                out -> output(out, choice.format(), columns, infos(adql, maxrec, parameters), links));
    }

    private static void check(Parameters parameters) {
        parameters.first("REQUEST").ifPresent(value -> {
            if (!value.strip().equalsIgnoreCase("doQuery")) {
                throw new DaliFault(
                        Kind.USAGE, "Parameter REQUEST: expected doQuery, found '%s'".formatted(Shown.of(value)));
            }
        });
        parameters.first("LANG").ifPresent(value -> {
            if (!LANGUAGES.contains(value.strip().toUpperCase(Locale.ROOT))) {
                throw new DaliFault(
                        Kind.USAGE,
                        "Parameter LANG: expected ADQL, ADQL-2.0 or ADQL-2.1, found '%s'".formatted(Shown.of(value)));
            }
        });
        if (parameters.first("UPLOAD").isPresent()) {
            throw new DaliFault(Kind.USAGE, "Parameter UPLOAD: this service does not take uploads");
        }
    }

    private static List<Info> infos(String adql, long maxrec, Parameters parameters) {
        List<Info> infos = new ArrayList<>();
        String shown = adql.length() > LONGEST_QUERY_INFO ? adql.substring(0, LONGEST_QUERY_INFO) + "..." : adql;
        infos.add(new Info("QUERY", shown));
        if (parameters.first("MAXREC").isPresent()) {
            infos.add(new Info("MAXREC", Long.toString(maxrec)));
        }
        return infos;
    }

    private static TableOutput output(
            OutputStream out, ResponseFormat format, List<OutputColumn> columns, List<Info> infos, String links) {
        return switch (format) {
            case VOTABLE_BINARY2 ->
                new VotableOutput(out, columns, new VotableStyle(Serialization.BINARY2, "result", infos, links, false));
            case VOTABLE_TABLEDATA ->
                new VotableOutput(
                        out, columns, new VotableStyle(Serialization.TABLEDATA, "result", infos, links, false));
            case CSV -> SeparatedOutput.csv(out, columns);
            case TSV -> SeparatedOutput.tsv(out, columns);
        };
    }
}
