package org.xingvo.scs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.vosi.AccessInterface;
import org.xingvo.dali.vosi.CapabilitiesDocument;
import org.xingvo.dali.vosi.Capability;
import org.xingvo.dali.vosi.ConeCapability;
import org.xingvo.dali.vosi.PlainCapability;
import org.xingvo.tap.HttpAnswer;
import org.xingvo.tap.Queries;

/** {@code /scs/{table}/capabilities} (VOSI 1.1, section 2.2). Thread-safe. */
@Path("scs/{table: [^/]+}/capabilities")
public final class ConeCapabilitiesResource {
    private final Queries queries;
    private final Identities identities;

    ConeCapabilitiesResource(Queries queries, Identities identities) {
        this.queries = queries;
        this.identities = identities;
    }

    @GET
    public Response get(@Context ContainerRequestContext request, @PathParam("table") String name) {
        try {
            ConeTable table = ConeResource.table(queries, name, identities.visibilityOf(Callers.of(request)));
            String base = PublicUrl.of(request) + "/scs/" + table.pathSegment();
            List<Capability> capabilities = new ArrayList<>();
            capabilities.add(PlainCapability.of(
                    PlainCapability.VOSI_CAPABILITIES, AccessInterface.full(base + "/capabilities")));
            capabilities.add(new ConeCapability(
                    List.of(ConeCapability.at(base)),
                    180,
                    queries.config().coneMaxrec().hard(),
                    true,
                    10,
                    20,
                    1));
            return new HttpAnswer(request)
                    .type("text/xml;charset=UTF-8").stream(out -> CapabilitiesDocument.write(out, capabilities));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }
}
