package org.xingvo.dali.uws;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.ErrorDocument;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.Shown;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.Client;
import org.xingvo.dali.http.ClientWatch;
import org.xingvo.dali.http.FaultAnswer;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.Jobs.Asker;

/**
 * A list of jobs and all below it but the bytes of results (UWS 1.1, section 2.2.1). A service mounts it by a class of its
 * own with a {@code @Path}, which must be that of its {@link JobList}. Thread-safe; its methods may wait.
 */
public abstract class JobsResource {
    private static final Logger LOG = LoggerFactory.getLogger(JobsResource.class);
    private static final String TEXT = "text/plain;charset=UTF-8";

    protected final Jobs jobs;
    private final ClientWatch clients;
    private final SentSpace space;

    /**
     * A resource.
     *
     * @param clients looks after those that wait for a job
     * @param space for files that come with parameters
     */
    protected JobsResource(Jobs jobs, ClientWatch clients, SentSpace space) {
        this.jobs = jobs;
        this.clients = clients;
        this.space = space;
    }

    /** What a request does; what it throws is told to the client. */
    @FunctionalInterface
    protected interface Step {
        Response answer() throws IOException;
    }

    // The list -----------------------------------------------------------------------------------------------

    @GET
    public Response list(@Context ContainerRequestContext request) {
        return answer(
                request,
                () -> xml(JobDocument.jobs(
                        jobs.list(asker(request), JobFilter.of(RequestParameters.of(request))),
                        jobs.list().url(publicUrl(request)))));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context ContainerRequestContext request, InputStream body) {
        return answer(request, () -> {
            try (RequestParameters.Form form = RequestParameters.form(request, body, space)) {
                return toJob(
                        request,
                        jobs.create(asker(request), publicUrl(request), form).id());
            }
        });
    }

    // A job --------------------------------------------------------------------------------------------------

    @GET
    @Path("{id}")
    public Response job(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> {
            Parameters parameters = RequestParameters.of(request);
            String wait = parameters.first("WAIT").orElse(null);
            Phase phase = parameters.first("PHASE").map(JobFilter::phase).orElse(null);
            Job job = wait == null
                    ? jobs.find(asker(request), id)
                    : jobs.await(
                            asker(request), id, seconds(wait), phase, gone -> clients.watch(Client.of(request), gone));
            return xml(JobDocument.job(job, url(request, id)));
        });
    }

    /** Deletes it, or changes its parameters. */
    @POST
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Response change(@Context ContainerRequestContext request, @PathParam("id") String id, InputStream body) {
        return answer(request, () -> {
            try (RequestParameters.Form form = RequestParameters.form(request, body, space)) {
                return change(request, id, form);
            }
        });
    }

    private Response change(ContainerRequestContext request, String id, RequestParameters.Form form)
            throws IOException {
        Parameters parameters = form.parameters();
        if (parameters.first("ACTION").isPresent()) {
            String action = parameters.required("ACTION").strip();
            if (!action.equalsIgnoreCase("DELETE")) {
                throw new DaliFault(
                        Kind.USAGE, "Parameter ACTION: expected DELETE, found '%s'".formatted(Shown.of(action)));
            }
            jobs.delete(asker(request), id);
            return toList(request);
        }
        jobs.setParameters(asker(request), id, form);
        if (parameters.first("PHASE").isPresent()) {
            steer(request, id, parameters);
        }
        return toJob(request, id);
    }

    @DELETE
    @Path("{id}")
    public Response delete(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> {
            jobs.delete(asker(request), id);
            return toList(request);
        });
    }

    @GET
    @Path("{id}/phase")
    public Response phase(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> text(jobs.find(asker(request), id).phase().name()));
    }

    @POST
    @Path("{id}/phase")
    @Consumes(MediaType.WILDCARD)
    public Response setPhase(@Context ContainerRequestContext request, @PathParam("id") String id, InputStream body) {
        return answer(request, () -> {
            steer(request, id, RequestParameters.of(request, body));
            return toJob(request, id);
        });
    }

    /** Does what PHASE asks for. */
    protected void steer(ContainerRequestContext request, String id, Parameters parameters) {
        jobs.setPhase(asker(request), id, parameters);
    }

    @GET
    @Path("{id}/executionduration")
    public Response duration(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(
                request,
                () -> text(Long.toString(
                        jobs.find(asker(request), id).executionDuration().toSeconds())));
    }

    @POST
    @Path("{id}/executionduration")
    @Consumes(MediaType.WILDCARD)
    public Response setDuration(
            @Context ContainerRequestContext request, @PathParam("id") String id, InputStream body) {
        return answer(request, () -> {
            jobs.setDuration(asker(request), id, RequestParameters.of(request, body));
            return toJob(request, id);
        });
    }

    @GET
    @Path("{id}/destruction")
    public Response destruction(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(
                request, () -> text(JobTimes.text(jobs.find(asker(request), id).destruction())));
    }

    @POST
    @Path("{id}/destruction")
    @Consumes(MediaType.WILDCARD)
    public Response setDestruction(
            @Context ContainerRequestContext request, @PathParam("id") String id, InputStream body) {
        return answer(request, () -> {
            jobs.setDestruction(asker(request), id, RequestParameters.of(request, body));
            return toJob(request, id);
        });
    }

    @GET
    @Path("{id}/quote")
    public Response quote(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(
                request, () -> text(JobTimes.text(jobs.find(asker(request), id).quote())));
    }

    @GET
    @Path("{id}/owner")
    public Response owner(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> {
            String owner = jobs.find(asker(request), id).owner();
            return text(owner == null ? "" : owner);
        });
    }

    /** Status 200 for the document of an error, 404 where there was none (DALI 1.1, section 5.2). */
    @GET
    @Path("{id}/error")
    public Response error(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> {
            Job job = jobs.find(asker(request), id);
            Job.JobError error = job.error();
            if (error == null) {
                throw new DaliFault(
                        Kind.NOT_FOUND, "Job %s: it is %s, without an error".formatted(job.id(), job.phase()));
            }
            return bytes(ErrorDocument.CONTENT_TYPE, ErrorDocument.of(error.message()));
        });
    }

    @GET
    @Path("{id}/parameters")
    public Response parameters(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> xml(JobDocument.parametersOf(jobs.find(asker(request), id), url(request, id))));
    }

    @POST
    @Path("{id}/parameters")
    @Consumes(MediaType.WILDCARD)
    public Response setParameters(
            @Context ContainerRequestContext request, @PathParam("id") String id, InputStream body) {
        return answer(request, () -> {
            try (RequestParameters.Form form = RequestParameters.form(request, body, space)) {
                jobs.setParameters(asker(request), id, form);
                return toJob(request, id);
            }
        });
    }

    @GET
    @Path("{id}/results")
    public Response results(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return answer(request, () -> xml(JobDocument.resultsOf(jobs.find(asker(request), id), url(request, id))));
    }

    // Answers ------------------------------------------------------------------------------------------------

    /** Answers, and tells the client what went wrong. */
    protected final Response answer(ContainerRequestContext request, Step step) {
        try {
            return step.answer();
        } catch (DaliFault e) {
            return fault(request, e);
        } catch (IOException | RuntimeException e) {
            Response own = e instanceof RuntimeException failure ? ownFault(failure) : null;
            if (own != null) {
                return own;
            }
            LOG.error("A request for a job failed", e);
            return fault(request, new DaliFault(Kind.FATAL, "The server failed to answer; its log says why", e));
        }
    }

    /** The answer to a fault of the service's own kind; null: it is none. */
    protected @Nullable Response ownFault(RuntimeException failure) {
        return null;
    }

    /** A fault as this service tells it; here as a VOTable. */
    protected Response fault(ContainerRequestContext request, DaliFault fault) {
        Response.ResponseBuilder answer = FaultAnswer.of(fault);
        if (fault.kind() == Kind.UNAUTHORIZED) {
            Callers.challenges(request.getUriInfo().getPath())
                    .forEach(challenge -> answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        return answer.build();
    }

    protected static Asker asker(ContainerRequestContext request) {
        return new Asker(Callers.of(request), Callers.addressOf(request));
    }

    protected static String publicUrl(ContainerRequestContext request) {
        return PublicUrl.of(request).toString();
    }

    private String url(ContainerRequestContext request, String id) {
        return jobs.list().url(publicUrl(request), id);
    }

    protected final Response toJob(ContainerRequestContext request, String id) {
        return Response.seeOther(URI.create(url(request, id))).build();
    }

    private Response toList(ContainerRequestContext request) {
        return Response.seeOther(URI.create(jobs.list().url(publicUrl(request))))
                .build();
    }

    protected static Response text(String text) {
        return bytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Response xml(byte[] document) {
        return bytes(JobDocument.CONTENT_TYPE, document);
    }

    private static Response bytes(String type, byte[] body) {
        return Response.ok(body)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static long seconds(String wait) {
        String number = wait.strip();
        if (!number.matches("[+-]?[0-9]+")) {
            throw new DaliFault(
                    Kind.USAGE, "Parameter WAIT: expected whole seconds, or -1, found '%s'".formatted(Shown.of(wait)));
        }
        return number.startsWith("-") || number.length() > 9 ? -1 : Long.parseLong(number);
    }
}
