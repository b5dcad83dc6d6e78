package org.xingvo.vospace;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.Callers;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.SpaceDocuments;

/** What happened to nodes since a token, for whoever keeps a copy of a space. An extension. Thread-safe. */
@Path("vos/changes")
public final class ChangesResource {
    private final Tree tree;
    private final NodeUri uris;

    ChangesResource(Tree tree, NodeUri uris) {
        this.tree = tree;
        this.uris = uris;
    }

    /** From the first on, or behind the token of an earlier answer. */
    @GET
    public Response changes(
            @Context ContainerRequestContext request,
            @QueryParam("since") @Nullable String since,
            @QueryParam("limit") @Nullable String limit)
            throws IOException {
        int most = Parameters.limit(limit, tree.limits().maxFound());
        var changes = tree.changes(tree.viewer(Callers.of(request)), since == null ? "" : since, most);
        return Answers.xml(200, out -> SpaceDocuments.changes(out, changes, uris));
    }
}
