package org.xingvo.vospace;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Job;
import org.xingvo.vospace.transfer.Jobs;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.JobDocument;
import org.xingvo.vospace.xml.TransferDocument;

/** Transfer jobs (VOSpace 2.1, section 6.5; UWS 1.1, section 2.2). Thread-safe. */
@Path("vos/transfers")
public final class TransfersResource {
    private final Tree tree;
    private final Negotiator negotiator;
    private final Jobs jobs;

    TransfersResource(Tree tree, Negotiator negotiator, Jobs jobs) {
        this.tree = tree;
        this.negotiator = negotiator;
        this.jobs = jobs;
    }

    /** Makes a job; {@code PHASE=RUN} in the query runs it at once. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(
            @Context ContainerRequestContext request, @QueryParam("PHASE") @Nullable String phase, InputStream body)
            throws IOException {
        TransferDocument asked = TransferDocument.read(AnnouncedBody.of(body, request.getLength()));
        if (!asked.direction().equals(Negotiator.PUSH_TO) && !asked.direction().equals(Negotiator.PULL_FROM)) {
            throw new VospaceFault(
                    Kind.OPERATION_NOT_SUPPORTED,
                    "direction: expected " + Negotiator.PUSH_TO + " or " + Negotiator.PULL_FROM + ", found "
                            + asked.direction());
        }
        Caller caller = Callers.of(request);
        Job job = jobs.create(caller, asked);
        if ("RUN".equalsIgnoreCase(phase)) {
            TransferRun.run(tree, negotiator, jobs, caller, job, PublicUrl.of(request));
        }
        return Answers.seeOther(url(request, job));
    }

    @GET
    @Path("{id}")
    public Response job(@Context ContainerRequestContext request, @PathParam("id") String id) throws IOException {
        JobDocument document = document(request, find(request, id));
        return Answers.xml(200, document::write);
    }

    @DELETE
    @Path("{id}")
    public Response delete(@Context ContainerRequestContext request, @PathParam("id") String id) {
        jobs.delete(find(request, id));
        return Answers.seeOther(URI.create(PublicUrl.of(request) + "/vos/transfers"));
    }

    @GET
    @Path("{id}/phase")
    public Response phase(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return Answers.text(find(request, id).phase().name());
    }

    @POST
    @Path("{id}/phase")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response setPhase(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @FormParam("PHASE") @Nullable String phase,
            @FormParam("phase") @Nullable String lowerCase) {
        Job job = find(request, id);
        String wanted = phase != null ? phase : lowerCase != null ? lowerCase : "";
        switch (wanted.toUpperCase(Locale.ROOT)) {
            case "RUN" -> {
                if (job.phase() == Job.Phase.PENDING) {
                    TransferRun.run(tree, negotiator, jobs, Callers.of(request), job, PublicUrl.of(request));
                }
            }
            case "ABORT" -> jobs.abort(job);
            default -> throw VospaceFault.invalidArgument("PHASE: expected RUN or ABORT, found '" + wanted + "'");
        }
        return Answers.seeOther(url(request, job));
    }

    /** The bare name of the fault: clients compare the whole text. The detail is in the job's summary. */
    @GET
    @Path("{id}/error")
    public Response error(@Context ContainerRequestContext request, @PathParam("id") String id) {
        String fault = find(request, id).fault();
        return Answers.text(fault == null ? "" : fault);
    }

    @GET
    @Path("{id}/results")
    public Response results(@Context ContainerRequestContext request, @PathParam("id") String id) throws IOException {
        JobDocument document = document(request, find(request, id));
        return Answers.xml(200, document::writeResults);
    }

    @GET
    @Path("{id}/results/transferDetails")
    public Response details(@Context ContainerRequestContext request, @PathParam("id") String id) throws IOException {
        TransferDocument document = find(request, id).document();
        return Answers.xml(200, document::write);
    }

    @GET
    @Path("{id}/owner")
    public Response owner(@Context ContainerRequestContext request, @PathParam("id") String id) {
        String owner = find(request, id).owner();
        return Answers.text(owner == null ? "" : owner);
    }

    @GET
    @Path("{id}/{number:executionduration|quote}")
    public Response number(@Context ContainerRequestContext request, @PathParam("id") String id) {
        find(request, id);
        return Answers.text("0");
    }

    @GET
    @Path("{id}/destruction")
    public Response destruction(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return Answers.text(find(request, id).created().plus(Job.KEPT).toString());
    }

    private Job find(ContainerRequestContext request, String id) {
        return jobs.find(Callers.of(request), id)
                .orElseThrow(() -> new VospaceFault(Kind.NODE_NOT_FOUND, "there is no such job"));
    }

    private static URI url(ContainerRequestContext request, Job job) {
        return URI.create(PublicUrl.of(request) + "/vos/transfers/" + job.id());
    }

    private static JobDocument document(ContainerRequestContext request, Job job) {
        Map<String, String> results = new LinkedHashMap<>();
        TransferDocument agreed = job.agreed();
        if (agreed != null) {
            results.put("transferDetails", url(request, job) + "/results/transferDetails");
            results.put("dataNode", agreed.target());
        }
        return new JobDocument(
                job.id(),
                job.owner(),
                job.phase().name(),
                job.created(),
                job.started(),
                job.ended(),
                job.created().plus(Job.KEPT),
                job.error(),
                results,
                job.document());
    }
}
