package org.xingvo.datalink;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.ErrorDocument;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.tap.HttpAnswer;
import org.xingvo.tap.db.DatasetLookup;
import org.xingvo.tap.db.DatasetLookup.Dataset;
import org.xingvo.tap.result.LinksDescriptor;
import org.xingvo.votable.Info;
import org.xingvo.votable.Serialization;
import org.xingvo.votable.write.VotableWriter;

/** {@code /datalink/links} (DataLink 1.1, section 2.1): ID, repeated, by GET or POST. Thread-safe. */
@Path("datalink/links")
public final class LinksResource {
    /** Exactly so: clients compare the text. */
    static final String CONTENT_TYPE = "application/x-votable+xml;content=datalink";

    private static final int IDS_A_LOOKUP = 500;

    private final DatasetLookup datasets;
    private final Identities identities;
    private final PreviewLinks previews;

    LinksResource(DatasetLookup datasets, Identities identities, PreviewLinks previews) {
        this.datasets = datasets;
        this.identities = identities;
        this.previews = previews;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        try {
            return answer(request, RequestParameters.of(request));
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, InputStream body) {
        try {
            return answer(request, RequestParameters.of(request, body));
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    private Response answer(ContainerRequestContext request, Parameters parameters) {
        List<String> ids = parameters.all("ID").stream()
                .filter(id -> !id.isBlank())
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            throw new DaliFault(DaliFault.Kind.USAGE, "Parameter ID: expected the ID of a dataset, found none");
        }
        Serialization serialization = serialization(parameters);
        Visibility visibility = identities.visibilityOf(Callers.of(request));
        String publicUrl = PublicUrl.of(request).toString();
        // the first group tells whether the database answers at all, before the status is sent
        Map<String, Dataset> first = datasets.find(group(ids, 0), visibility);
        return new HttpAnswer(request)
                .type(CONTENT_TYPE).fileName("links.vot").stream(
                        out -> write(out, ids, first, visibility, publicUrl, serialization));
    }

    private static Serialization serialization(Parameters parameters) {
        return switch (ResponseFormat.of(parameters, ResponseFormat.VOTABLE_TABLEDATA)
                .format()) {
            case VOTABLE_BINARY2 -> Serialization.BINARY2;
            case VOTABLE_BINARY -> Serialization.BINARY;
            case VOTABLE_TABLEDATA -> Serialization.TABLEDATA;
            default ->
                throw new DaliFault(
                        DaliFault.Kind.NOT_ACCEPTED, "Parameter RESPONSEFORMAT: expected a VOTable, found another");
        };
    }

    private void write(
            OutputStream out,
            List<String> ids,
            Map<String, Dataset> first,
            Visibility visibility,
            String publicUrl,
            Serialization serialization)
            throws IOException {
        VotableWriter writer = new VotableWriter(out);
        writer.openDocument();
        writer.openResults(
                List.of(new Info("standardID", LinksDescriptor.STANDARD_ID), new Info("QUERY_STATUS", "OK")),
                List.of(),
                List.of());
        writer.openTable("links", null, Link.FIELDS, serialization);
        for (int start = 0; start < ids.size(); start += IDS_A_LOOKUP) {
            List<String> group = group(ids, start);
            Map<String, Dataset> found = start == 0 ? first : datasets.find(group, visibility);
            for (String id : group) {
                Dataset dataset = found.get(id);
                Link link = dataset == null ? Link.notFound(id) : Link.file(dataset, publicUrl);
                writer.row(link.cells());
                String preview = dataset == null || !dataset.given() ? null : previews.path(dataset);
                if (dataset != null && preview != null) {
                    writer.row(Link.preview(dataset, publicUrl + preview).cells());
                }
            }
        }
        writer.closeTable(List.of());
        writer.closeResults(List.of());
        writer.closeDocument();
    }

    private static List<String> group(List<String> ids, int start) {
        return ids.subList(start, Math.min(ids.size(), start + IDS_A_LOOKUP));
    }

    /** The message starts with the fault's name (DataLink 1.1, section 3.4). */
    private static Response fault(RuntimeException failure) {
        DaliFault fault = HttpAnswer.asFault(failure);
        return Response.status(fault.kind().status())
                .header(HttpHeaders.CONTENT_TYPE, ErrorDocument.CONTENT_TYPE)
                .entity(ErrorDocument.of(fault.kind().faultName() + ": " + fault.getMessage()))
                .build();
    }
}
