package org.xingvo.vospace.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.http.Body;
import org.xingvo.dali.http.ContentDisposition;
import org.xingvo.dali.http.MediaTypes;
import org.xingvo.dali.http.Representation;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.files.Door.Target;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.Packing;
import org.xingvo.vospace.transfer.Pathfinder;
import org.xingvo.vospace.transfer.SignedUrls.Use;
import org.xingvo.vospace.transfer.Views.Form;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.TransferDocument;

/** GET and HEAD: bytes of data nodes, and containers as archives. Thread-safe. */
final class Download {
    private static final Logger log = LoggerFactory.getLogger(Download.class);
    private static final int BUFFER_BYTES = 256 << 10;

    private final Door door;
    private final Tree tree;
    private final Pathfinder paths;
    private final NodeUri uris;
    private final Store store;
    private final Packing packing;
    private final Jobs jobs;

    Download(Door door, Tree tree, Pathfinder paths, NodeUri uris, Store store, Packing packing, Jobs jobs) {
        this.door = door;
        this.tree = tree;
        this.paths = paths;
        this.uris = uris;
        this.store = store;
        this.packing = packing;
        this.jobs = jobs;
    }

    void get(Request request, Response response, boolean head) throws IOException {
        Target target = door.target(request, Use.READ);
        String view = request.getParameter(Negotiator.VIEW);
        if (target.packed() != null) {
            packed(request, response, target.packed(), form(view), head);
            return;
        }
        if (target.path().name().equals(Negotiator.NULL)) {
            response.setStatus(head ? 200 : 204);
            return;
        }
        Node node = paths.reach(target.viewer(), target.path());
        if (view != null && node.isContainer()) {
            String name = node.path().isRoot() ? "space" : node.name();
            archive(request, response, target.viewer(), List.of(node), form(view), name, head);
            door.moved(target);
            return;
        }
        if (!node.type().holdsBytes()) {
            throw VospaceFault.invalidArgument(node.path().plain() + ": expected a DataNode, found "
                    + node.type().xmlName());
        }
        if (!head) {
            door.use(target);
        }
        bytes(request, response, target, node, head);
    }

    private void bytes(Request request, Response response, Target target, Node node, boolean head) throws IOException {
        NodeBytes bytes = version(node, request.getParameter("version"));
        if (bytes == null) {
            describe(response, node, null);
            response.setStatus(head ? 200 : 204);
            if (head) {
                response.setContentLengthLong(0);
            } else {
                door.moved(target);
            }
            return;
        }
        tree.checkBytes(target.viewer(), node);
        ObjectReader reader = open(target.viewer(), node, bytes);
        StoredObject object = reader.object();
        describe(response, node, object);
        Representation answer = new Representation(
                new Body.Source(reader::read, reader::close),
                object.sizeBytes(),
                mediaType(node),
                object.etag(),
                object.stored());
        answer.describe(response);
        if (answer.send(request, response)) {
            door.moved(target);
        }
    }

    // Archives -----------------------------------------------------------------------------------------------

    /** Several targets of one transfer, for whoever knows its name, with the rights of who asked for it. */
    private void packed(Request request, Response response, String id, Form form, boolean head) throws IOException {
        Job job = jobs.known(id);
        String document = job == null ? null : job.about().document();
        if (job == null || document == null || !jobs.isOpen(id)) {
            throw new VospaceFault(Kind.PERMISSION_DENIED, "the address is of no package, or past its end");
        }
        Viewer viewer = door.viewerNamed(job.owner());
        List<Node> nodes = new ArrayList<>();
        for (String target : TransferDocument.of(document).targets()) {
            RequestPath path = uris.path(target);
            try {
                nodes.add(paths.reach(viewer, path));
            } catch (VospaceFault e) {
                // what cannot be read is left out
                log.debug("Left out of a package: {}", path.plain(), e);
            }
        }
        archive(request, response, viewer, nodes, form, "package", head);
        if (!head) {
            jobs.done(id);
        }
    }

    private void archive(
            Request request, Response response, Viewer viewer, List<Node> nodes, Form form, String name, boolean head)
            throws IOException {
        response.setContentType(form.mediaType());
        response.setHeader("Content-Disposition", ContentDisposition.attachment(name + "." + form.extension()));
        response.setHeader("Cache-Control", "private, no-store");
        response.setHeader("Vary", "Authorization, Cookie");
        if (head) {
            return;
        }
        try {
            OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER_BYTES);
            packing.pack(viewer, nodes, form, out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                // An orderly end would make half an archive look whole
                request.getContext().getConnection().closeSilently();
            }
            throw e;
        }
    }

    private static Form form(@Nullable String view) {
        return switch (view == null ? "" : view.toLowerCase(Locale.ROOT)) {
            case "tar" -> Form.TAR;
            case "zip" -> Form.ZIP;
            default -> throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, view + " : expected tar or zip");
        };
    }

    // Bytes --------------------------------------------------------------------------------------------------

    /** The bytes of a node, or those of the old version that the client names. */
    private @Nullable NodeBytes version(Node node, @Nullable String version) {
        if (version == null) {
            return node.bytes();
        }
        if (!version.matches("[0-9]{1,9}")) {
            throw VospaceFault.invalidArgument("version: expected a number, found '" + version + "'");
        }
        return tree.version(node, Integer.parseInt(version))
                .orElseThrow(() -> new VospaceFault(Kind.NODE_NOT_FOUND, node.path(), "version " + version));
    }

    /** The bytes may have been replaced between the look at the tree and the look at the store: then look again. */
    private ObjectReader open(Viewer viewer, Node node, NodeBytes bytes) throws IOException {
        Optional<ObjectReader> reader = store.open(bytes.key());
        if (reader.isPresent()) {
            return permitted(reader.get(), node, bytes);
        }
        NodeBytes now = tree.get(viewer, node.path()).bytes();
        Optional<ObjectReader> again = now == null ? Optional.empty() : store.open(now.key());
        if (now == null || again.isEmpty()) {
            log.error(
                    "The store has no bytes {} for node {}",
                    bytes.key(),
                    node.path().plain());
            throw new VospaceFault(Kind.INTERNAL_FAULT, "the bytes are missing in the store");
        }
        return permitted(again.get(), node, now);
    }

    private static ObjectReader permitted(ObjectReader reader, Node node, NodeBytes bytes) {
        if (!bytes.cover(reader.object())) {
            reader.close();
            throw VospaceFault.notFound(node.path());
        }
        return reader;
    }

    private static void describe(Response response, Node node, @Nullable StoredObject object) {
        String mediaType = mediaType(node);
        response.setContentType(mediaType);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader(
                "Content-Disposition",
                MediaTypes.showsInPlace(mediaType)
                        ? ContentDisposition.inline(node.name())
                        : ContentDisposition.attachment(node.name()));
        // Whatever a user stored, a browser must not run it with the rights of this site.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Cache-Control", node.access().isPublic() ? "no-cache" : "private, no-cache");
        response.setHeader("Vary", "Authorization, Cookie");
        if (object != null) {
            FileAnswers.digests(response, object);
        }
    }

    private static String mediaType(Node node) {
        NodeBytes bytes = node.bytes();
        return bytes == null ? node.properties().getOrDefault(Properties.TYPE, MediaTypes.UNKNOWN) : bytes.mediaType();
    }
}
