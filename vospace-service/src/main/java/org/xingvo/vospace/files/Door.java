package org.xingvo.vospace.files;

import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.HandedOut;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.SignedUrls;
import org.xingvo.vospace.transfer.SignedUrls.Grant;
import org.xingvo.vospace.transfer.SignedUrls.Use;
import org.xingvo.vospace.tree.SharedLinks.SharedLink;
import org.xingvo.vospace.tree.Tree;

/** Takes a request for bytes apart: for whom, and which node. Thread-safe. */
final class Door {
    private final Tree tree;
    private final Identities identities;
    private final SignedUrls signed;
    private final HandedOut handedOut;
    private final Jobs jobs;

    Door(Tree tree, Identities identities, SignedUrls signed, HandedOut handedOut, Jobs jobs) {
        this.tree = tree;
        this.identities = identities;
        this.signed = signed;
        this.handedOut = handedOut;
        this.jobs = jobs;
    }

    /**
     * Who asks for what. Immutable.
     *
     * @param job id of the transfer that the address carried; "": none
     * @param link the address that a user has handed out; null: it is none
     * @param packed id of the job whose targets are to be packed; null: it is not asked for
     */
    record Target(
            Viewer viewer,
            RequestPath path,
            String job,
            @Nullable SharedLink link,
            @Nullable String packed) {
        /** True if the address itself says what may be done. */
        boolean isBound() {
            return !job.isEmpty() || link != null;
        }
    }

    Target target(Request request, Use use) {
        String uri = request.getRequestURI();
        int mount = uri.indexOf(FilesHandler.MOUNT);
        RequestPath path = RequestPath.parse(mount < 0 ? uri : uri.substring(mount + FilesHandler.MOUNT.length()));
        String first = path.isRoot() ? "" : path.segments().getFirst();
        if (first.startsWith(SignedUrls.PREFIX)) {
            return signed(request, first.substring(SignedUrls.PREFIX.length()), path.from(1), use);
        }
        if (first.startsWith(HandedOut.PREFIX)) {
            return handedOut(request, first.substring(HandedOut.PREFIX.length()), path.from(1), use);
        }
        Viewer viewer = tree.viewer(Callers.of(identities, request));
        if (first.startsWith(Negotiator.PACKAGE)) {
            return new Target(viewer, path, "", null, first.substring(Negotiator.PACKAGE.length()));
        }
        return new Target(viewer, path, "", null, null);
    }

    private Target signed(Request request, String token, RequestPath path, Use use) {
        boolean head = isHead(request);
        Optional<Grant> grant = signed.check(token, path);
        if (grant.isEmpty() || (grant.get().use() != use && !head)) {
            throw new VospaceFault(
                    Kind.PERMISSION_DENIED, "the signed URL is not for this path and method, or past its end");
        }
        String job = grant.get().job();
        String id = job.replace(SignedUrls.UNCHECKED, "");
        // What is read may be read again, in pieces or after a broken connection; what is written is written once.
        boolean asked = use == Use.WRITE || id.equals(job);
        if (!id.isEmpty() && asked && !head && !jobs.isOpen(id)) {
            throw new VospaceFault(
                    Kind.PERMISSION_DENIED, "the transfer of the signed URL is over; a new one needs a new URL");
        }
        Viewer viewer = tree.viewer(identities.callerNamed(grant.get().user(), Callers.arrival(request)));
        return new Target(viewer, path, id, null, null);
    }

    private Target handedOut(Request request, String secret, RequestPath path, Use use) {
        Optional<SharedLink> link = handedOut.find(secret, path);
        if (link.isEmpty() || (link.get().writes() != (use == Use.WRITE) && !isHead(request))) {
            throw new VospaceFault(
                    Kind.PERMISSION_DENIED,
                    "the link is not for this path and method, past its end, used up or revoked");
        }
        Viewer viewer = tree.viewer(identities.callerNamed(link.get().principal(), Callers.arrival(request)));
        return new Target(viewer, path, "", link.get(), null);
    }

    private static boolean isHead(Request request) {
        return request.getMethod().getMethodString().equals("HEAD");
    }

    /** The viewer that a user is now; null: an anonymous one. */
    Viewer viewerNamed(@Nullable String user) {
        return tree.viewer(identities.callerNamed(user));
    }

    /** Takes one use of the address, if it has a number of them. */
    void use(Target target) {
        SharedLink link = target.link();
        if (link != null && !handedOut.use(link)) {
            throw new VospaceFault(Kind.PERMISSION_DENIED, "the link is used up");
        }
    }

    /** Says that the bytes of a transfer have moved. */
    void moved(Target target) {
        if (!target.job().isEmpty()) {
            jobs.done(target.job());
        }
    }
}
