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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.dali.http.RequestParameters.FilePart;
import org.xingvo.dali.http.RequestParameters.Form;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.tap.upload.UploadDesk;
import org.xingvo.tap.upload.UploadPlace;
import org.xingvo.tap.upload.Uploads;

/** {@code /tap/sync} (TAP 1.1, section 2.2). Thread-safe. */
@Path(SyncResource.PATH)
public final class SyncResource {
    static final String PATH = "tap/sync";

    private final Queries queries;
    private final QueryAnswer answers;
    private final Identities identities;
    private final UploadDesk desk;

    SyncResource(Queries queries, Identities identities, UploadDesk desk) {
        this.desk = desk;
        this.queries = queries;
        this.answers = new QueryAnswer(queries);
        this.identities = identities;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        try {
            return answer(request, RequestParameters.fromUrl(request));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, InputStream body) {
        try {
            return answer(
                    request, RequestParameters.form(request, body, desk.limits().space()));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    private Response answer(ContainerRequestContext request, Form form) {
        TapRequest asked;
        Uploads opened;
        try {
            asked = TapRequest.of(
                    form.parameters(),
                    queries.config().limitsOf(Callers.of(request)).maxrec(),
                    desk.limits());
            if (asked.destination() != null) {
                throw new DaliFault(
                        DaliFault.Kind.USAGE, "Parameter DEST: expected it with jobs (/tap/async), found it here");
            }
            opened = open(request, asked, form);
        } catch (RuntimeException e) {
            form.close();
            throw e;
        }
        try (Uploads uploads = opened) {
            return queries.withTablesOfNow(() -> answer(request, asked, uploads));
        }
    }

    private Uploads open(ContainerRequestContext request, TapRequest asked, Form form) {
        if (asked.uploads().isEmpty()) {
            return Uploads.none().andThen(form::close);
        }
        Caller caller = Callers.of(request);
        UploadPlace.Client client = new UploadPlace.Client(
                new Jobs.Asker(caller, Callers.addressOf(request)),
                PublicUrl.of(request),
                queries.config().limitsOf(caller).timeLimit());
        return desk.open(asked.uploads(), name -> sent(form, name), client).andThen(form::close);
    }

    /** A part of the form; some clients send it without a name of a file, as a field. */
    private static Optional<SentBytes> sent(Form form, String name) {
        return form.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .map(FilePart::content)
                .or(() -> Optional.ofNullable(form.fields().get(name))
                        .map(values -> new SentBytes.InMemory(values.getFirst().getBytes(StandardCharsets.UTF_8))));
    }

    private Response answer(ContainerRequestContext request, TapRequest asked, Uploads uploads) {
        TapAnswer answer = asked.compile(
                queries, Asker.of(identities, Callers.of(request)), uploads, PublicUrl.of(request), "/" + PATH);
        return answers.of(
                request, answer.query(), uploads, asked.maxrec(), asked.choice(), "tap-result", answer::output);
    }
}
