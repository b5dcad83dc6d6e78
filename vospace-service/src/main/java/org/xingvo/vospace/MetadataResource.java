package org.xingvo.vospace;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.vospace.files.FilesHandler;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.MetadataDocuments;

/** What the service says of itself (VOSpace 2.1, section 6.1; VOSI 1.1). Thread-safe. */
@Path("vos")
public final class MetadataResource {
    private final Tree tree;
    private final Negotiator negotiator;
    private final Instant started;

    MetadataResource(Tree tree, Negotiator negotiator, Instant started) {
        this.tree = tree;
        this.negotiator = negotiator;
        this.started = started;
    }

    @GET
    @Path("views")
    public Response views() throws IOException {
        return Answers.xml(200, MetadataDocuments::views);
    }

    @GET
    @Path("protocols")
    public Response protocols(@Context ContainerRequestContext request) throws IOException {
        List<String> offered = negotiator.protocols(PublicUrl.of(request));
        return Answers.xml(200, out -> MetadataDocuments.protocols(out, offered));
    }

    @GET
    @Path("properties")
    public Response properties() throws IOException {
        List<String> understood = Properties.CORE_NAMES.stream()
                .sorted()
                .map(name -> Properties.CORE + name)
                .toList();
        List<String> inUse = tree.propertiesInUse();
        return Answers.xml(200, out -> MetadataDocuments.properties(out, understood, inUse));
    }

    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) throws IOException {
        URI base = PublicUrl.of(request);
        URI vos = URI.create(base + "/vos");
        URI files = URI.create(base + FilesHandler.MOUNT);
        return Answers.xml(200, out -> MetadataDocuments.capabilities(out, vos, files));
    }

    @GET
    @Path("availability")
    public Response availability() throws IOException {
        return Answers.xml(200, out -> MetadataDocuments.availability(out, started));
    }
}
