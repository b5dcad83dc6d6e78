package org.xingvo.vospace;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Jobs.Asker;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.Directions;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.TransferDocument;
import org.xingvo.vospace.xml.TransferDocument.Protocol;

/** Synchronous transfers, by document and by parameters (VOSpace 2.1, section 6.5). Thread-safe. */
@Path("vos/synctrans")
public final class SyncTransferResource {
    private static final int MAX_FORM_BYTES = 64 * 1024;

    private final Tree tree;
    private final Negotiator negotiator;
    private final TransferRun run;

    SyncTransferResource(Tree tree, Negotiator negotiator, TransferRun run) {
        this.tree = tree;
        this.negotiator = negotiator;
        this.run = run;
    }

    /** A document or a form: clients that send a document often do not say of which type. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response post(@Context ContainerRequestContext request, InputStream body) throws IOException {
        MediaType type = request.getMediaType();
        if (type != null && type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE) && !type.isWildcardType()) {
            return byParameters(request, form(AnnouncedBody.of(body, request.getLength())));
        }
        return byDocument(request, body);
    }

    /** Makes a job, runs it, and shows the way to its transfer document, whatever came out. */
    private Response byDocument(ContainerRequestContext request, InputStream body) throws IOException {
        TransferDocument asked = TransferDocument.read(AnnouncedBody.of(body, request.getLength()));
        URI base = PublicUrl.of(request);
        Asker asker = new Asker(Callers.of(request), Callers.addressOf(request));
        Job job = DaliFaults.told(() -> run.now(asker, asked, base));
        return Answers.seeOther(URI.create(base + "/vos/transfers/" + job.id() + "/results/transferDetails"));
    }

    private static MultivaluedMap<String, String> form(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_FORM_BYTES + 1);
        if (bytes.length > MAX_FORM_BYTES) {
            throw VospaceFault.invalidArgument("form: expected at most " + MAX_FORM_BYTES + " bytes, found more");
        }
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        try {
            for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    form.add(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        } catch (IllegalArgumentException e) {
            throw VospaceFault.invalidArgument("form: expected percent-encoded values, found others");
        }
        return form;
    }

    @GET
    public Response byQuery(@Context ContainerRequestContext request) throws IOException {
        return byParameters(request, request.getUriInfo().getQueryParameters());
    }

    private Response byParameters(ContainerRequestContext request, MultivaluedMap<String, String> parameters)
            throws IOException {
        Viewer viewer = tree.viewer(Callers.of(request));
        URI base = PublicUrl.of(request);
        String redirect = one(parameters, "REQUEST", false);
        boolean redirected =
                redirect != null && (redirect.equalsIgnoreCase("redirect") || redirect.equalsIgnoreCase("true"));
        String direction = one(parameters, "DIRECTION", !redirected);
        String protocol = one(parameters, "PROTOCOL", !redirected);
        TransferDocument asked = new TransferDocument(
                required(one(parameters, "TARGET", true)),
                direction == null ? Directions.PULL_FROM.text() : direction,
                one(parameters, "VIEW", false),
                protocol == null
                        ? List.of()
                        : List.of(new Protocol(protocol, null, one(parameters, "SECURITYMETHOD", false))),
                null,
                Map.of());
        if (redirected) {
            if (!asked.direction().equals(Directions.PULL_FROM.text())) {
                throw VospaceFault.invalidArgument("DIRECTION: expected " + Directions.PULL_FROM.text()
                        + " with REQUEST=redirect, found " + asked.direction());
            }
            return Answers.seeOther(negotiator.redirect(viewer, asked, base));
        }
        TransferDocument agreed = negotiator.agree(viewer, asked, "", base).document();
        return Answers.xml(200, agreed::write);
    }

    /** A parameter that may stand once, its name in any case (DALI 1.1, section 3.4). */
    private static @Nullable String one(MultivaluedMap<String, String> parameters, String name, boolean required) {
        String found = null;
        for (var parameter : parameters.entrySet()) {
            if (!parameter.getKey().toUpperCase(Locale.ROOT).equals(name)) {
                continue;
            }
            for (String value : parameter.getValue()) {
                if (found != null) {
                    throw VospaceFault.invalidArgument(name + ": expected one value, found several");
                }
                found = value.strip();
            }
        }
        if (required && (found == null || found.isEmpty())) {
            throw VospaceFault.invalidArgument(name + ": expected a value, found none");
        }
        return found;
    }

    private static String required(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("a required parameter was not checked");
        }
        return value;
    }
}
