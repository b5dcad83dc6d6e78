package org.xingvo.vospace;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.Callers;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.NodeWriter;
import org.xingvo.vospace.xml.NodeWriter.Detail;
import org.xingvo.vospace.xml.SpaceDocuments;

/** What was deleted: listed, brought back, or removed for good. An extension. Thread-safe. */
@Path("vos/trash")
public final class TrashResource {
    private final Tree tree;
    private final NodeUri uris;
    private final NodeWriter.Style style;

    TrashResource(Tree tree, NodeUri uris, NodeWriter.Style style) {
        this.tree = tree;
        this.uris = uris;
        this.style = style;
    }

    /** The last deleted first. */
    @GET
    public Response list(@Context ContainerRequestContext request, @QueryParam("limit") @Nullable String limit)
            throws IOException {
        int most = Parameters.limit(limit, tree.limits().maxFound());
        var items = tree.trash(tree.viewer(Callers.of(request)), most);
        return Answers.xml(200, out -> SpaceDocuments.trash(out, items, uris));
    }

    /** Brings a node back to where it was, or to the path of {@code target}; answers with the node. */
    @POST
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Response restore(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @QueryParam("target") @Nullable String target)
            throws IOException {
        Viewer viewer = tree.viewer(Callers.of(request));
        Node node = tree.restore(viewer, number(id), target == null ? null : uris.path(target));
        return Answers.xml(200, out -> {
            try (NodeWriter writer = new NodeWriter(out, style, Detail.MAX, viewer)) {
                writer.open(node);
            }
        });
    }

    @DELETE
    @Path("{id}")
    public Response purge(@Context ContainerRequestContext request, @PathParam("id") String id) {
        tree.purge(tree.viewer(Callers.of(request)), number(id));
        return Response.noContent().build();
    }

    private static long number(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw new VospaceFault(Kind.NODE_NOT_FOUND, "trash " + id);
        }
        return Long.parseLong(id);
    }
}
