package org.xingvo.vospace;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.tree.Search;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.NodeWriter;
import org.xingvo.vospace.xml.NodeWriter.Detail;

/**
 * Finds nodes by name, properties, size and time; all that is given must hold. An extension: VOSpace 2.1 has dropped the
 * search of 2.0. Thread-safe.
 */
@Path("vos/search")
public final class SearchResource {
    private static final int MAX_PROPERTIES = 20;

    private final Tree tree;
    private final NodeUri uris;
    private final NodeWriter.Style style;

    SearchResource(Tree tree, NodeUri uris, NodeWriter.Style style) {
        this.tree = tree;
        this.uris = uris;
        this.style = style;
    }

    @GET
    public Response search(
            @Context ContainerRequestContext request,
            @QueryParam("TARGET") @Nullable String target,
            @QueryParam("NAME") @Nullable String name,
            @QueryParam("TYPE") @Nullable String type,
            @QueryParam("SIZE") @Nullable String size,
            @QueryParam("TIME") @Nullable String time,
            @QueryParam("PROPERTY") @Nullable List<String> properties,
            @QueryParam("MAXREC") @Nullable String maxrec)
            throws IOException {
        Viewer viewer = tree.viewer(Callers.of(request));
        var bytes = Parameters.interval("SIZE", size);
        var times = Parameters.interval("TIME", time);
        Search search = new Search(
                target == null ? new RequestPath(List.of(Tree.HOME)) : uris.path(target),
                name == null || name.isEmpty() ? null : name,
                type == null || type.isEmpty() ? null : type(type),
                Parameters.bytes("SIZE", bytes[0]),
                Parameters.bytes("SIZE", bytes[1]),
                Parameters.time("TIME", times[0], false),
                Parameters.time("TIME", times[1], true),
                properties(properties),
                Parameters.limit(maxrec, tree.limits().maxFound()));
        List<Node> found = new ArrayList<>();
        boolean overflow = tree.search(viewer, search, found::add);
        return Answers.stream(out -> {
            try (NodeWriter writer = new NodeWriter(out, style, Detail.MAX, viewer)) {
                writer.list(overflow);
                for (Node node : found) {
                    writer.child(node);
                }
            }
        });
    }

    private static NodeType type(String type) {
        String name = type.startsWith("vos:") ? type.substring("vos:".length()) : type;
        return NodeType.named(name)
                .orElseThrow(() -> VospaceFault.invalidArgument(
                        "TYPE: expected a type such as vos:DataNode, found '" + type + "'"));
    }

    /** "URI=pattern"; the URI ends at the last "=" before the pattern, so URIs with "=" need a pattern without. */
    private static Map<String, String> properties(@Nullable List<String> given) {
        Map<String, String> properties = new HashMap<>();
        for (String each : given == null ? List.<String>of() : given) {
            int equals = each.lastIndexOf('=');
            if (equals < 1) {
                throw VospaceFault.invalidArgument("PROPERTY: expected URI=pattern, found '" + each + "'");
            }
            properties.put(each.substring(0, equals), each.substring(equals + 1));
        }
        if (properties.size() > MAX_PROPERTIES) {
            throw VospaceFault.invalidArgument(
                    "PROPERTY: expected at most " + MAX_PROPERTIES + ", found " + properties.size());
        }
        return properties;
    }
}
