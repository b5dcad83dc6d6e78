package org.xingvo.server.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.vosi.AccessInterface;
import org.xingvo.dali.vosi.CapabilitiesDocument;
import org.xingvo.dali.vosi.Capability;
import org.xingvo.dali.vosi.PlainCapability;

/** In which groups the caller is (GMS 1.0, section 3.1). Thread-safe. */
@Path("/gms")
public final class GmsResource {
    private static final String SEARCH = "ivo://ivoa.net/std/gms#search-1.0";

    /** Names, each ended by CR and LF; of those that are asked for, or of all. */
    @GET
    @Path("search")
    public Response search(@Context ContainerRequestContext request, @QueryParam("group") List<String> wanted) {
        Caller caller = Changes.user(request);
        String names = caller.groups().stream()
                .filter(group -> wanted.isEmpty() || wanted.contains(group))
                .sorted()
                .map(group -> group + "\r\n")
                .collect(Collectors.joining());
        return Response.ok(names, "text/plain").build();
    }

    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) throws IOException {
        URI base = URI.create(PublicUrl.of(request) + "/gms");
        List<Capability> all = new ArrayList<>();
        all.add(PlainCapability.of(
                SEARCH, AccessInterface.full(base + "/search").withSecurity(List.of(AccessInterface.BASIC))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CapabilitiesDocument.write(out, all);
        return Response.ok(out.toByteArray(), "text/xml;charset=UTF-8").build();
    }
}
