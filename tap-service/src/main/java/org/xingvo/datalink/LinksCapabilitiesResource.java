package org.xingvo.datalink;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.vosi.AccessInterface;
import org.xingvo.dali.vosi.AccessInterface.InputParameter;
import org.xingvo.dali.vosi.CapabilitiesDocument;
import org.xingvo.dali.vosi.Capability;
import org.xingvo.dali.vosi.PlainCapability;
import org.xingvo.tap.HttpAnswer;

/** {@code /datalink/capabilities} (DataLink 1.1, section 2.3). Thread-safe. */
@Path("datalink/capabilities")
public final class LinksCapabilitiesResource {
    LinksCapabilitiesResource() {}

    @GET
    public Response get(@Context ContainerRequestContext request) {
        String base = PublicUrl.of(request) + "/datalink";
        InputParameter id = new InputParameter("ID", "Dataset", null, "meta.id;meta.main", "string", true);
        AccessInterface at = new AccessInterface(
                base + "/links",
                AccessInterface.Use.FULL,
                "1.1",
                List.of(AccessInterface.ANONYMOUS, AccessInterface.BASIC),
                LinksResource.CONTENT_TYPE,
                List.of(id));
        List<Capability> capabilities = List.of(
                PlainCapability.of(PlainCapability.VOSI_CAPABILITIES, AccessInterface.full(base + "/capabilities")),
                PlainCapability.of(PlainCapability.DATALINK, at));
        return new HttpAnswer(request)
                .type("text/xml;charset=UTF-8").stream(out -> CapabilitiesDocument.write(out, capabilities));
    }
}
