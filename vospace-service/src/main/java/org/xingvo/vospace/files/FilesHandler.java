package org.xingvo.vospace.files;

import java.io.IOException;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.AsksForBody;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.Representation;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.vospace.files.Door.Target;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.HandedOut;
import org.xingvo.vospace.transfer.Intake;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.Packing;
import org.xingvo.vospace.transfer.Pathfinder;
import org.xingvo.vospace.transfer.SegmentedUploads;
import org.xingvo.vospace.transfer.SignedUrls;
import org.xingvo.vospace.transfer.SignedUrls.Use;
import org.xingvo.vospace.transfer.Unpacking;
import org.xingvo.vospace.tree.Tree;

/**
 * GET, HEAD, PUT, POST, DELETE and OPTIONS on the bytes of nodes. Thread-safe. Must run on threads that may wait
 * (database, uploads); downloads of single files hold none while the reader is slow.
 */
public final class FilesHandler extends HttpHandler implements AsksForBody {
    private static final Logger log = LoggerFactory.getLogger(FilesHandler.class);

    /** Where this handler is mounted. */
    public static final String MOUNT = "/files";

    private final Tree tree;
    private final NodeUri uris;
    private final Door door;
    private final Download download;
    private final Upload upload;

    /** What this handler hands requests to. */
    public record Parts(
            Tree tree,
            Identities identities,
            Store store,
            SignedUrls signed,
            HandedOut handedOut,
            NodeUri uris,
            PublicUrl publicUrl,
            Jobs jobs,
            Negotiator negotiator,
            Pathfinder paths,
            Intake intake,
            SegmentedUploads segmented,
            Packing packing,
            Unpacking unpacking) {}

    public FilesHandler(Parts parts) {
        this.tree = parts.tree();
        this.uris = parts.uris();
        this.door = new Door(tree, parts.identities(), parts.signed(), parts.handedOut(), parts.jobs());
        this.download =
                new Download(door, tree, parts.paths(), parts.uris(), parts.store(), parts.packing(), parts.jobs());
        this.upload = new Upload(
                door,
                parts.negotiator(),
                parts.intake(),
                parts.segmented(),
                parts.unpacking(),
                parts.store(),
                parts.publicUrl());
    }

    @Override
    protected boolean sendAcknowledgment(Request request, Response response) {
        // "100 Continue" is sent when the body is wanted, after all checks.
        return true;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        FileAnswers.openToAll(response);
        try {
            switch (request.getMethod().getMethodString()) {
                case "GET" -> download.get(request, response, false);
                case "HEAD" -> {
                    if (!upload.head(request, response)) {
                        download.get(request, response, true);
                    }
                }
                case "PUT" -> upload.put(request, response);
                case "POST" -> upload.post(request, response);
                case "DELETE" -> delete(request, response);
                case "OPTIONS" -> FileAnswers.options(response);
                default -> FileAnswers.wrongMethod(request, response);
            }
        } catch (VospaceFault e) {
            FileAnswers.fault(request, response, e, uris);
        } catch (BadRequest e) {
            FileAnswers.text(request, response, 400, "InvalidURI " + e.getMessage());
        } catch (IdentityException.BadCredentials e) {
            Callers.refuse(response, e, MOUNT);
            FileAnswers.text(request, response, e.status(), e.fault() + " " + e.getMessage());
        } catch (StorageException e) {
            FileAnswers.storage(request, response, e);
        } catch (Upload.PreconditionFailed e) {
            FileAnswers.text(request, response, 412, String.valueOf(e.getMessage()));
        } catch (Representation.Refused e) {
            FileAnswers.text(request, response, e.status(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The client went away, or the disk did; the first is everyday.
            log.debug("A request for bytes ended early", e);
            if (response.isCommitted()) {
                throw e;
            }
            FileAnswers.text(request, response, 500, "InternalFault the bytes could not be moved");
        } catch (RuntimeException e) {
            log.error("Unexpected failure at {}", request.getRequestURI(), e);
            FileAnswers.text(request, response, 500, "InternalFault the operator finds it in the log");
        }
    }

    private void delete(Request request, Response response) throws IOException {
        Target target = door.target(request, Use.WRITE);
        if (target.isBound()) {
            throw new VospaceFault(Kind.PERMISSION_DENIED, "the address is for an upload");
        }
        Node node = tree.get(target.viewer(), target.path());
        if (node.isContainer()) {
            throw VospaceFault.invalidArgument(
                    target.path().plain() + ": expected a DataNode or LinkNode, found ContainerNode");
        }
        upload.checkConditions(request, node);
        tree.delete(target.viewer(), target.path());
        response.setStatus(204);
    }
}
