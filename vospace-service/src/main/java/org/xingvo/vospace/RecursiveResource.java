package org.xingvo.vospace;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Job.JobParameter;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.dali.uws.Jobs.Asker;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.SpaceRunner;
import org.xingvo.vospace.transfer.TransferJobs;
import org.xingvo.vospace.transfer.TreeWork;
import org.xingvo.vospace.xml.NodeDocument;

/**
 * Work on whole trees as jobs: deletion, properties, size. The addresses and the forms are those that the clients of the
 * Canadian Astronomy Data Centre know; the jobs are among those of {@code /vos/transfers}. Thread-safe.
 */
@Path("vos")
public final class RecursiveResource {
    private final Jobs jobs;
    private final NodeUri uris;
    private final String authority;

    RecursiveResource(Jobs jobs, NodeUri uris, String authority) {
        this.jobs = jobs;
        this.uris = uris;
        this.authority = authority;
    }

    /** A form with {@code target}. */
    @POST
    @Path("{work:async-delete|async-size}")
    @Consumes(MediaType.WILDCARD)
    public Response target(@Context ContainerRequestContext request, @PathParam("work") String work, InputStream body)
            throws IOException {
        Parameters parameters = DaliFaults.told(() -> RequestParameters.of(request, body));
        String target = parameters
                .first("TARGET")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> VospaceFault.invalidArgument("target: expected the URI of a node, found none"));
        uris.path(target);
        boolean run = parameters
                .first("PHASE")
                .filter(word -> word.strip().equalsIgnoreCase("RUN"))
                .isPresent();
        String operation = work.equals("async-delete") ? TreeWork.DELETE : TreeWork.SIZE;
        return made(request, operation, target, List.of(), run);
    }

    /** A node: what it says of itself, all below it shall say, too. */
    @POST
    @Path("async-setprops")
    @Consumes(MediaType.WILDCARD)
    public Response properties(@Context ContainerRequestContext request, InputStream body) throws IOException {
        NodeDocument document = NodeDocument.read(AnnouncedBody.of(body, request.getLength()));
        uris.path(document.uri());
        // What is wrong with a property is told now, not by the job.
        NodeChange.of(document.properties(), null, authority);
        List<JobParameter> parameters = new ArrayList<>();
        for (Map.Entry<String, Optional<String>> property : new TreeMap<>(document.properties()).entrySet()) {
            parameters.add(
                    property.getValue().isPresent()
                            ? new JobParameter(
                                    TreeWork.SET,
                                    property.getKey() + " "
                                            + property.getValue().get(),
                                    null)
                            : new JobParameter(TreeWork.CLEAR, property.getKey(), null));
        }
        boolean run =
                "RUN".equalsIgnoreCase(request.getUriInfo().getQueryParameters().getFirst("PHASE"));
        return made(request, TreeWork.PROPERTIES, document.uri(), parameters, run);
    }

    private Response made(
            ContainerRequestContext request, String operation, String target, List<JobParameter> more, boolean run)
            throws IOException {
        List<JobParameter> parameters = new ArrayList<>();
        parameters.add(new JobParameter(SpaceRunner.OPERATION, operation, null));
        parameters.add(new JobParameter(TreeWork.TARGET, target, null));
        parameters.addAll(more);
        String base = PublicUrl.of(request).toString();
        Asker asker = new Asker(Callers.of(request), Callers.addressOf(request));
        Job job = DaliFaults.told(() -> jobs.create(asker, base, null, parameters, run));
        return Answers.seeOther(URI.create(base + "/" + TransferJobs.PATH + "/" + job.id()));
    }
}
