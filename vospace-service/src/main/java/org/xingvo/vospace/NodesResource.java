package org.xingvo.vospace;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.MetadataDocuments;
import org.xingvo.vospace.xml.NodeDocument;
import org.xingvo.vospace.xml.NodeWriter;
import org.xingvo.vospace.xml.NodeWriter.Detail;
import org.xingvo.vospace.xml.SpaceDocuments;

/** Nodes: getNode, createNode, setNode, deleteNode (VOSpace 2.1, sections 6.2 to 6.4). Thread-safe. */
@Path("vos/nodes{path:(/.*)?}")
public final class NodesResource {
    private static final String MOUNT = "vos/nodes";

    private final Tree tree;
    private final NodeUri uris;
    private final NodeWriter.Style style;
    private final String authority;
    private final Function<URI, List<String>> protocols;

    NodesResource(
            Tree tree, NodeUri uris, NodeWriter.Style style, String authority, Function<URI, List<String>> protocols) {
        this.protocols = protocols;
        this.tree = tree;
        this.uris = uris;
        this.style = style;
        this.authority = authority;
    }

    /** Reads a node and, of a container, its children from {@code uri} on, at most {@code limit}. */
    @GET
    public Response get(
            @Context ContainerRequestContext request,
            @QueryParam("detail") @Nullable String detail,
            @QueryParam("uri") @Nullable String uri,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("order") @Nullable String order,
            @QueryParam("view") @Nullable String view)
            throws IOException {
        Viewer viewer = tree.viewer(Callers.of(request));
        RequestPath path = path(request);
        Node node = tree.get(viewer, path);
        if ("data".equals(view)) {
            return Answers.seeOther(URI.create(PublicUrl.of(request) + "/files" + path.encoded()));
        }
        if ("versions".equals(view)) {
            return Answers.xml(200, out -> SpaceDocuments.versions(out, uris.of(path), tree.versions(node)));
        }
        if (view != null) {
            throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, view);
        }
        Detail wanted = detail(detail);
        long most = limit(limit);
        boolean descending = descending(order);
        String from = uri == null ? "" : first(viewer, node, uri);
        Node shown = wanted == Detail.MIN ? node : tree.holding(viewer, node);
        NodeWriter.Style here = style.at(PublicUrl.of(request));
        return Answers.stream(out -> {
            try (NodeWriter writer = new NodeWriter(out, here, wanted, viewer)) {
                writer.open(shown);
                if (!node.isContainer() || wanted == Detail.PROPERTIES || most == 0) {
                    return;
                }
                if (sort == null && order == null) {
                    tree.children(viewer, node, from, most, writer::child);
                } else {
                    tree.sortedChildren(viewer, node, sort == null ? "" : sort, descending, from, most, writer::child);
                }
            }
        });
    }

    private static boolean descending(@Nullable String order) {
        return switch (order == null ? "asc" : order.toLowerCase(Locale.ROOT)) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw VospaceFault.invalidArgument("order: expected asc or desc, found '" + order + "'");
        };
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context ContainerRequestContext request, InputStream body) throws IOException {
        Viewer viewer = tree.viewer(Callers.of(request));
        RequestPath path = path(request);
        NodeDocument document = document(path, AnnouncedBody.of(body, request.getLength()));
        NodeType type = switch (document.type()) {
            case NODE -> NodeType.DATA;
            case DATA, STRUCTURED_DATA, UNSTRUCTURED_DATA, CONTAINER, LINK -> document.type();
        };
        if ((type == NodeType.LINK) != (document.target() != null)) {
            throw VospaceFault.invalidArgument("target: expected one in a LinkNode and in no other");
        }
        NodeChange change = NodeChange.of(document.properties(), document.target(), authority);
        if (path.name().equals(Tree.NULL)) {
            return node(request, 201, viewer, tree.get(viewer, path));
        }
        Node made = tree.create(viewer, Tree.named(path), type, change);
        return node(request, 201, viewer, tree.holding(viewer, made));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response set(@Context ContainerRequestContext request, InputStream body) throws IOException {
        Viewer viewer = tree.viewer(Callers.of(request));
        RequestPath path = path(request);
        byte[] sent = AnnouncedBody.of(body, request.getLength()).readNBytes(NodeDocument.MAX_BYTES + 1);
        if (NodeDocument.asksForProtocols(sent)) {
            tree.get(viewer, path);
            return Answers.xml(200, out -> MetadataDocuments.protocols(out, protocols.apply(PublicUrl.of(request))));
        }
        NodeDocument document = document(path, new ByteArrayInputStream(sent));
        Node node = tree.own(viewer, path);
        if (document.typeGiven() && document.type() != NodeType.NODE && document.type() != node.type()) {
            throw VospaceFault.invalidArgument("type: expected vos:"
                    + node.type().xmlName() + ", found vos:" + document.type().xmlName());
        }
        NodeChange change = NodeChange.of(document.properties(), document.target(), authority);
        return node(request, 200, viewer, tree.holding(viewer, tree.change(viewer, path, change)));
    }

    @DELETE
    public Response delete(@Context ContainerRequestContext request) {
        tree.delete(tree.viewer(Callers.of(request)), path(request));
        return Response.noContent().build();
    }

    private Response node(ContainerRequestContext request, int status, Viewer viewer, Node node) throws IOException {
        NodeWriter.Style here = style.at(PublicUrl.of(request));
        return Answers.xml(status, out -> {
            try (NodeWriter writer = new NodeWriter(out, here, Detail.MAX, viewer)) {
                writer.open(node);
            }
        });
    }

    private NodeDocument document(RequestPath path, InputStream body) throws IOException {
        NodeDocument document = NodeDocument.read(body);
        if (!uris.path(document.uri()).equals(path)) {
            throw new VospaceFault(
                    Kind.INVALID_URI, document.uri() + " : expected the node of the URL, " + uris.of(path));
        }
        return document;
    }

    private String first(Viewer viewer, Node container, String uri) {
        RequestPath path = uris.path(uri);
        if (path.isRoot()
                || !path.parent().equals(container.path())
                || tree.find(viewer, path).isEmpty()) {
            throw new VospaceFault(Kind.INVALID_URI, uri + " : expected a child of " + uris.of(container.path()));
        }
        return path.name();
    }

    private static Detail detail(@Nullable String detail) {
        return switch (detail == null ? "max" : detail.toLowerCase(Locale.ROOT)) {
            case "min" -> Detail.MIN;
            case "max" -> Detail.MAX;
            case "properties" -> Detail.PROPERTIES;
            default ->
                throw VospaceFault.invalidArgument("detail: expected min, max or properties, found '" + detail + "'");
        };
    }

    private static long limit(@Nullable String limit) {
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        if (!limit.matches("[0-9]{1,18}")) {
            throw VospaceFault.invalidArgument("limit: expected a whole number from 0, found '" + limit + "'");
        }
        return Long.parseLong(limit);
    }

    private static RequestPath path(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath(false);
        int mount = path.indexOf(MOUNT);
        return RequestPath.parse(path.substring(mount + MOUNT.length()));
    }
}
