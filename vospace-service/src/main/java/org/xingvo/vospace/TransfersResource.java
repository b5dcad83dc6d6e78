package org.xingvo.vospace;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.ClientWatch;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.dali.uws.JobsResource;
import org.xingvo.dali.uws.Phase;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Directions;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.TransferJobs;
import org.xingvo.vospace.xml.TransferDocument;

/**
 * Jobs of the space: transfers, and work on whole trees (VOSpace 2.1, section 6.4; UWS 1.1, section 2.2). Transfers whose
 * bytes a client moves are negotiated when they are run; all others wait for the service. Thread-safe.
 */
@Path(TransferJobs.PATH)
public final class TransfersResource extends JobsResource {
    private final TransferRun run;
    private final FaultMapper faults;

    TransfersResource(Jobs jobs, TransferRun run, FaultMapper faults, ClientWatch clients, SentSpace space) {
        super(jobs, clients, space);
        this.run = run;
        this.faults = faults;
    }

    /** Makes a job of a transfer document; {@code PHASE=RUN} in the query runs it at once. */
    @Override
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context ContainerRequestContext request, InputStream body) {
        return answer(request, () -> {
            TransferDocument asked = TransferDocument.read(AnnouncedBody.of(body, request.getLength()));
            Directions direction = Directions.of(asked);
            boolean now = RequestParameters.of(request)
                    .first("PHASE")
                    .filter(word -> word.strip().equalsIgnoreCase("RUN"))
                    .isPresent();
            boolean queue = now && !direction.byClient();
            Job job = jobs.create(asker(request), publicUrl(request), asked.fragment(), List.of(), queue);
            if (now && direction.byClient()) {
                run.begin(asker(request), job, asked, PublicUrl.of(request));
            }
            return toJob(request, job.id());
        });
    }

    @Override
    protected void steer(ContainerRequestContext request, String id, Parameters parameters) {
        boolean runs = parameters.required("PHASE").strip().equalsIgnoreCase("RUN");
        Job job = jobs.find(asker(request), id);
        TransferDocument asked = runs && job.phase() == Phase.PENDING ? transfer(job) : null;
        if (asked != null && Directions.of(asked).byClient()) {
            run.begin(asker(request), job, asked, PublicUrl.of(request));
        } else {
            super.steer(request, id, parameters);
        }
    }

    private static @Nullable TransferDocument transfer(Job job) {
        String document = job.about().document();
        return document == null || !document.startsWith("<vos:transfer") ? null : TransferDocument.of(document);
    }

    /** The bare name of the fault: clients compare the whole text. The detail is in the job's summary. */
    @Override
    @GET
    @Path("{id}/error")
    public Response error(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> {
            Job.JobError error = jobs.find(asker(request), id).error();
            return Answers.text(error == null ? "" : faultName(error.message()));
        });
    }

    private static String faultName(String message) {
        String first = message.split("\\s", 2)[0];
        for (Kind kind : Kind.values()) {
            if (kind.faultName().equals(first)) {
                return first;
            }
        }
        return Kind.INTERNAL_FAULT.faultName();
    }

    /** The transfer as it stands, or the way to where a result is. */
    @GET
    @Path("{id}/results/{result}")
    public Response result(
            @Context ContainerRequestContext request, @PathParam("id") String id, @PathParam("result") String result) {
        return answer(request, () -> {
            Job job = jobs.find(asker(request), id);
            TransferDocument transfer = transfer(job);
            if (result.equals(Negotiator.DETAILS.id()) && transfer != null) {
                TransferDocument shown = job.phase() == Phase.PENDING ? transfer.withProtocols(List.of()) : transfer;
                return Answers.xml(200, shown::write);
            }
            return job.about().links().stream()
                    .filter(link -> link.id().equals(result))
                    .findFirst()
                    .map(link -> link.target().startsWith("http")
                            ? Answers.seeOther(URI.create(link.target()))
                            : Answers.text(link.target()))
                    .orElseThrow(() -> new DaliFault(
                            DaliFault.Kind.NOT_FOUND, "job " + job.id() + " has no such result, it is " + job.phase()));
        });
    }

    @Override
    protected Response fault(ContainerRequestContext request, DaliFault fault) {
        return faults.toResponse(DaliFaults.of(fault));
    }

    @Override
    protected @Nullable Response ownFault(RuntimeException failure) {
        return failure instanceof VospaceFault fault ? faults.toResponse(fault) : null;
    }
}
