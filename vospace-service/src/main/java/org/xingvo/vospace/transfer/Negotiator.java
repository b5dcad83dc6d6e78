package org.xingvo.vospace.transfer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.Names;
import org.xingvo.vospace.xml.TransferDocument;
import org.xingvo.vospace.xml.TransferDocument.Protocol;

/**
 * Agrees with a client on endpoints for the two directions in which the client moves the bytes. Thread-safe. No node is
 * made before bytes arrive.
 */
public final class Negotiator {
    public static final String PUSH_TO = "pushToVoSpace";
    public static final String PULL_FROM = "pullFromVoSpace";

    private static final String AUTO = ".auto";
    private static final String BASIC = "ivo://ivoa.net/sso#BasicAA";
    private static final String TOKEN = "ivo://ivoa.net/sso#token";

    private final Tree tree;
    private final NodeUri uris;
    private final SignedUrls signed;
    private final Jobs jobs;
    private final boolean httpsOverHttp;

    /**
     * A negotiator for one space.
     *
     * @param httpsOverHttp answer requests for https with http endpoints when that is all there is: for clients that
     *     know only https, on a server for tests
     */
    public Negotiator(Tree tree, NodeUri uris, SignedUrls signed, Jobs jobs, boolean httpsOverHttp) {
        this.tree = tree;
        this.uris = uris;
        this.signed = signed;
        this.jobs = jobs;
        this.httpsOverHttp = httpsOverHttp;
    }

    /** The protocols for which endpoints can be had under a public URL. */
    public List<String> protocols(URI base) {
        List<String> offered = new ArrayList<>();
        if (base.getScheme().equals("http")) {
            offered.addAll(List.of(Names.HTTP_GET, Names.HTTP_PUT));
        }
        if (base.getScheme().equals("https") || httpsOverHttp) {
            offered.addAll(List.of(Names.HTTPS_GET, Names.HTTPS_PUT));
        }
        return offered;
    }

    /**
     * The transfer with endpoints.
     *
     * @param job id that the endpoints carry; "": none
     * @param base the public URL
     * @throws VospaceFault if it cannot be done, with the fault that the standard has for it
     */
    public TransferDocument agree(Viewer viewer, TransferDocument asked, String job, URI base) {
        boolean push = asked.direction().equals(PUSH_TO);
        if (!push && !asked.direction().equals(PULL_FROM)) {
            throw new VospaceFault(
                    Kind.OPERATION_NOT_SUPPORTED,
                    "direction: expected " + PUSH_TO + " or " + PULL_FROM + ", found " + asked.direction());
        }
        checkView(asked.view());
        RequestPath path = uris.path(asked.target());
        if (push) {
            if (path.name().equals(AUTO)) {
                path = path.parent().child(jobs.nonce());
            }
            var place = tree.place(viewer, path, jobs.nonce());
            path = place.path();
        } else {
            Node node = tree.follow(viewer, path, uris::path);
            if (!node.type().holdsBytes()) {
                throw new VospaceFault(
                        Kind.VIEW_NOT_SUPPORTED, "a " + node.type().xmlName() + " has no bytes of its own");
            }
            path = node.path();
        }
        SignedUrls.Use use = push ? SignedUrls.Use.WRITE : SignedUrls.Use.READ;
        Set<String> wanted = push ? Set.of(Names.HTTP_PUT, Names.HTTPS_PUT) : Set.of(Names.HTTP_GET, Names.HTTPS_GET);
        List<Protocol> agreed = new ArrayList<>();
        for (Protocol protocol : asked.protocols()) {
            if (wanted.contains(protocol.uri()) && protocols(base).contains(protocol.uri())) {
                String endpoint = endpoint(viewer, protocol.securityMethod(), use, job, path, base);
                if (endpoint != null) {
                    agreed.add(new Protocol(protocol.uri(), endpoint, protocol.securityMethod()));
                }
            }
        }
        if (agreed.isEmpty()) {
            throw new VospaceFault(
                    Kind.PROTOCOL_NOT_SUPPORTED,
                    "expected one of " + String.join(" ", protocols(base)) + " for " + asked.direction());
        }
        return asked.withTarget(push ? uris.of(path) : asked.target()).withProtocols(agreed);
    }

    /** Where a client without credentials of its own fetches a node that it may read. */
    public URI redirect(Viewer viewer, TransferDocument asked, URI base) {
        boolean secure = base.getScheme().equals("https");
        TransferDocument agreed = agree(
                viewer,
                asked.withProtocols(List.of(new Protocol(secure ? Names.HTTPS_GET : Names.HTTP_GET, null, null))),
                "",
                base);
        String endpoint = agreed.protocols().getFirst().endpoint();
        if (endpoint == null) {
            throw new IllegalStateException("an agreed protocol has an endpoint");
        }
        return URI.create(endpoint);
    }

    private @Nullable String endpoint(
            Viewer viewer, @Nullable String method, SignedUrls.Use use, String job, RequestPath path, URI base) {
        if (method == null) {
            String user = viewer.caller().user();
            // What everybody may read has the address that everybody knows.
            return base + "/files"
                    + (user == null && use == SignedUrls.Use.READ ? path.encoded() : signed.path(use, user, job, path));
        }
        return method.equals(BASIC) || method.equals(TOKEN) ? base + "/files" + path.encoded() : null;
    }

    private static void checkView(@Nullable String view) {
        if (view != null
                && !view.endsWith("#anyview")
                && !view.endsWith("#binaryview")
                && !view.endsWith("#defaultview")
                && !view.endsWith("#default")) {
            throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, view);
        }
    }
}
