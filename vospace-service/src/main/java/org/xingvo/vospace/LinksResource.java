package org.xingvo.vospace;

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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.HandedOut;
import org.xingvo.vospace.tree.SharedLinks.SharedLink;
import org.xingvo.vospace.tree.Tree;

/** Addresses that users hand out: made, listed, revoked. An extension of ours; answers in JSON. Thread-safe. */
@Path("vos/links")
public final class LinksResource {
    private static final String JSON = "application/json";

    private final Tree tree;
    private final HandedOut handedOut;
    private final NodeUri uris;

    LinksResource(Tree tree, HandedOut handedOut, NodeUri uris) {
        this.tree = tree;
        this.handedOut = handedOut;
        this.uris = uris;
    }

    /**
     * Makes an address. Form: {@code target}, the URI of a node; {@code verb}, read or write; {@code expires}, seconds from
     * now; {@code uses}; {@code label}.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context ContainerRequestContext request, InputStream body) throws IOException {
        Parameters form = DaliFaults.told(() -> RequestParameters.of(request, body));
        Viewer viewer = tree.viewer(Callers.of(request));
        String target = form.first("TARGET")
                .orElseThrow(() -> VospaceFault.invalidArgument("target: expected the URI of a node, found none"));
        String verb = form.first("VERB").orElse("read").strip().toLowerCase(Locale.ROOT);
        if (!verb.equals("read") && !verb.equals("write")) {
            throw VospaceFault.invalidArgument("verb: expected read or write, found '" + verb + "'");
        }
        Long seconds = number(form, "EXPIRES");
        Long uses = number(form, "USES");
        HandedOut.Made made = handedOut.make(
                viewer,
                new HandedOut.Wish(
                        uris.path(target),
                        verb.equals("write"),
                        seconds == null ? null : Duration.ofSeconds(seconds),
                        uses == null ? null : Math.toIntExact(uses),
                        form.first("LABEL").orElse("")));
        String address = PublicUrl.of(request) + made.path();
        return Response.created(URI.create(address))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .type(JSON)
                .entity(bytes(json(made.link(), address)))
                .build();
    }

    /** The caller's addresses that are in force; what they hold is not known any more. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        List<SharedLink> links = handedOut.of(tree.viewer(Callers.of(request)));
        String text = links.stream().map(link -> json(link, null)).collect(Collectors.joining(",\n ", "[", "]\n"));
        return Response.ok(bytes(text), JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @DELETE
    @Path("{id}")
    public Response revoke(@Context ContainerRequestContext request, @PathParam("id") String id) {
        handedOut.revoke(tree.viewer(Callers.of(request)), id);
        return Response.noContent().build();
    }

    private static @Nullable Long number(Parameters form, String name) {
        String text = form.first(name).orElse("").strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw VospaceFault.invalidArgument(
                    name.toLowerCase(Locale.ROOT) + ": expected a whole number, found '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private String json(SharedLink link, @Nullable String address) {
        return "{\"id\": " + quoted(link.id())
                + (address == null ? "" : ", \"url\": " + quoted(address))
                + ", \"target\": " + quoted(uris.of(link.path()))
                + ", \"verb\": \"" + (link.writes() ? "write" : "read") + "\""
                + ", \"label\": " + quoted(link.label())
                + ", \"created\": " + quoted(link.created().toString())
                + ", \"expires\": " + quoted(link.expires().toString())
                + ", \"usesLeft\": " + link.usesLeft()
                + ", \"used\": " + link.used()
                + ", \"lastUsed\": "
                + (link.lastUsed() == null ? "null" : quoted(link.lastUsed().toString())) + "}";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
