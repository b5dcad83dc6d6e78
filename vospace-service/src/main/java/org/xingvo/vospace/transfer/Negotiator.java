package org.xingvo.vospace.transfer;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Job.Link;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Views.Form;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.Names;
import org.xingvo.vospace.xml.TransferDocument;
import org.xingvo.vospace.xml.TransferDocument.Protocol;

/**
 * Agrees with a client on endpoints for the two directions in which the client moves the bytes (VOSpace 2.1, section
 * 3.6). Thread-safe. No node is made before bytes arrive.
 */
public final class Negotiator {
    /** Last name of a path that asks for a name of the service's choice. */
    static final String AUTO = ".auto";

    /** A name that swallows what is written and gives nothing. */
    public static final String NULL = ".null";

    /** Name of the parameter of addresses that says in which form a container is wanted or sent. */
    public static final String VIEW = "view";

    private static final String SSO = "ivo://ivoa.net/sso#";
    /** With these a client says itself who it is, so the address needs not say it. */
    private static final Set<String> METHODS = Set.of(
            SSO + "BasicAA",
            SSO + "token",
            SSO + "cookie",
            "http://www.w3.org/Protocols/HTTP/1.0/spec/html#BasicAA",
            "vos://cadc.nrc.ca~vospace/CADC/std/Auth#token-1.0");

    private final Tree tree;
    private final NodeUri uris;
    private final SignedUrls signed;
    private final Pathfinder paths;
    private final Busy busy;
    private final PublicShares shares;
    private final Room room;
    private final boolean httpsOverHttp;

    /** Asks whether there is room for bytes before they are sent. */
    @FunctionalInterface
    public interface Room {
        /** Throws QuotaExceeded or RequestEntityTooLarge if there is none. */
        void check(Viewer viewer, Tree.Place place, long bytes);
    }

    /**
     * A negotiator for one space.
     *
     * @param httpsOverHttp answer requests for https with http endpoints when that is all there is: for clients that
     *     know only https, on a server for tests
     */
    public Negotiator(
            Tree tree,
            NodeUri uris,
            SignedUrls signed,
            Pathfinder paths,
            Busy busy,
            PublicShares shares,
            Room room,
            boolean httpsOverHttp) {
        this.tree = tree;
        this.uris = uris;
        this.signed = signed;
        this.paths = paths;
        this.busy = busy;
        this.shares = shares;
        this.room = room;
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
        offered.add(Names.PUBLIC_SHARE);
        return offered;
    }

    /**
     * What was agreed on. Immutable.
     *
     * @param document with endpoints
     * @param links results of the job
     */
    public record Agreed(TransferDocument document, List<Link> links) {}

    /** Where a job finds its transfer document. */
    public static final Link DETAILS = new Link("transferDetails", "results/transferDetails");

    /**
     * The transfer with endpoints.
     *
     * @param job id that the endpoints carry; "": none
     * @param base the public URL
     * @throws VospaceFault if it cannot be done, with the fault that the standard has for it
     */
    public Agreed agree(Viewer viewer, TransferDocument asked, String job, URI base) {
        return switch (Directions.of(asked)) {
            case PUSH_TO -> push(viewer, asked, job, base);
            case PULL_FROM -> pull(viewer, asked, job, base);
            case PULL_TO, PUSH_FROM, WITHIN ->
                throw new VospaceFault(
                        Kind.OPERATION_NOT_SUPPORTED,
                        "direction: expected " + Directions.PUSH_TO.text() + " or " + Directions.PULL_FROM.text()
                                + " here, found " + asked.direction());
        };
    }

    private Agreed push(Viewer viewer, TransferDocument asked, String job, URI base) {
        if (asked.targets().size() > 1) {
            throw VospaceFault.invalidArgument(
                    "target: expected one, found " + asked.targets().size());
        }
        Optional<Form> form = Views.incoming(asked.view());
        RequestPath path = uris.path(asked.target());
        boolean auto = path.name().equals(AUTO);
        if (auto) {
            path = path.parent().child(Jobs.freshId());
        }
        if (form.isPresent()) {
            path = container(viewer, path, asked.view()).path();
        } else if (!path.name().equals(NULL)) {
            Tree.Place place = place(viewer, path);
            path = place.path();
            if (busy.isBusy(path)) {
                throw new VospaceFault(Kind.NODE_BUSY, uris.of(path) + " is being written");
            }
            room.check(viewer, place, length(asked));
        }
        String query = form.map(kind -> "?" + VIEW + "=" + kind.extension()).orElse("");
        TransferDocument agreed = endpoints(
                viewer,
                asked.withTarget(uris.of(path)),
                Set.of(Names.HTTP_PUT, Names.HTTPS_PUT),
                SignedUrls.Use.WRITE,
                job,
                path,
                query,
                base);
        List<Link> links = new ArrayList<>(List.of(DETAILS, new Link("dataNode", uris.of(path))));
        if (auto) {
            links.add(new Link("target", uris.of(path)));
        }
        return new Agreed(agreed, links);
    }

    /** A place for bytes, behind links if there are some. */
    public Tree.Place place(Viewer viewer, RequestPath path) {
        try {
            return tree.place(viewer, path, TransferJobs.nonce());
        } catch (VospaceFault e) {
            if (e.kind() != Kind.LINK_FOUND && e.kind() != Kind.INVALID_ARGUMENT) {
                throw e;
            }
            RequestPath real = paths.real(viewer, path);
            if (real.equals(path)) {
                throw e;
            }
            return tree.place(viewer, real, TransferJobs.nonce());
        }
    }

    /** A container that an archive may be unpacked into. */
    public Node container(Viewer viewer, RequestPath path, @Nullable String view) {
        Node node = paths.reach(viewer, path);
        if (!node.isContainer()) {
            throw new VospaceFault(
                    Kind.VIEW_NOT_SUPPORTED,
                    view + " : an archive is unpacked into a ContainerNode, found a "
                            + node.type().xmlName());
        }
        if (!viewer.writes(node)) {
            throw VospaceFault.denied(viewer, path.plain() + " is not writable");
        }
        return node;
    }

    private Agreed pull(Viewer viewer, TransferDocument asked, String job, URI base) {
        Optional<Form> form = Views.outgoing(asked);
        List<Node> nodes = new ArrayList<>();
        for (String target : asked.targets()) {
            nodes.add(paths.reach(viewer, uris.path(target)));
        }
        Node first = nodes.getFirst();
        if (form.isEmpty()) {
            Views.requireData(first);
        }
        Set<String> wanted = Set.of(Names.HTTP_GET, Names.HTTPS_GET);
        String query = form.map(kind -> "?" + VIEW + "=" + kind.extension()).orElse("");
        TransferDocument agreed;
        if (nodes.size() > 1) {
            if (job.isEmpty()) {
                throw VospaceFault.invalidArgument("target: expected one without a job, found " + nodes.size());
            }
            String id = job.replace(SignedUrls.UNCHECKED, "");
            agreed = endpoints(asked, wanted, base, method -> base + "/files/" + PACKAGE + id + "/package" + query);
        } else {
            agreed = endpoints(viewer, asked, wanted, SignedUrls.Use.READ, job, first.path(), query, base);
        }
        return new Agreed(agreed, List.of(DETAILS, new Link("dataNode", uris.of(first.path()))));
    }

    /** First characters of the path segment that names the job whose targets are to be packed. */
    public static final String PACKAGE = "package:";

    /** Where a client without credentials of its own fetches a node that it may read. */
    public URI redirect(Viewer viewer, TransferDocument asked, URI base) {
        TransferDocument one = asked;
        if (asked.protocols().isEmpty()) {
            boolean secure = base.getScheme().equals("https");
            one = asked.withProtocols(List.of(new Protocol(secure ? Names.HTTPS_GET : Names.HTTP_GET, null, null)));
        }
        String endpoint =
                agree(viewer, one, "", base).document().protocols().getFirst().endpoint();
        if (endpoint == null) {
            throw new IllegalStateException("an agreed protocol has an endpoint");
        }
        return URI.create(endpoint);
    }

    private TransferDocument endpoints(
            Viewer viewer,
            TransferDocument asked,
            Set<String> wanted,
            SignedUrls.Use use,
            String job,
            RequestPath path,
            String query,
            URI base) {
        String user = viewer.caller().user();
        boolean reads = use == SignedUrls.Use.READ;
        TransferDocument shared = reads && query.isEmpty() ? withShares(viewer, asked, path, base) : asked;
        return endpoints(shared, wanted, base, method -> {
            if (method != null) {
                return base + "/files" + path.encoded() + query;
            }
            // What everybody may read has the address that everybody knows.
            String place = user == null && reads ? path.encoded() : signed.path(use, user, job, path);
            return base + "/files" + place + query;
        });
    }

    /** The protocols that can be had, in the order of the client's wish, each once. */
    private TransferDocument endpoints(
            TransferDocument asked, Set<String> wanted, URI base, Function<@Nullable String, String> place) {
        List<String> offered = protocols(base);
        Set<Protocol> agreed = new LinkedHashSet<>();
        for (Protocol protocol : asked.protocols()) {
            if (protocol.uri().equals(Names.PUBLIC_SHARE) && protocol.endpoint() != null) {
                agreed.add(protocol);
            } else if (wanted.contains(protocol.uri())
                    && offered.contains(protocol.uri())
                    && (protocol.securityMethod() == null || METHODS.contains(protocol.securityMethod()))) {
                agreed.add(new Protocol(
                        protocol.uri(), place.apply(protocol.securityMethod()), protocol.securityMethod()));
            }
        }
        if (agreed.isEmpty()) {
            throw new VospaceFault(
                    Kind.PROTOCOL_NOT_SUPPORTED,
                    "expected one of " + String.join(" ", offered) + " for " + asked.direction());
        }
        return asked.withProtocols(List.copyOf(agreed));
    }

    /** With addresses for everybody where the client asks for them (VOSpace 2.1, section 3.5.4). */
    private TransferDocument withShares(Viewer viewer, TransferDocument asked, RequestPath path, URI base) {
        List<Protocol> protocols = new ArrayList<>();
        for (Protocol protocol : asked.protocols()) {
            if (!protocol.uri().equals(Names.PUBLIC_SHARE)) {
                protocols.add(protocol);
            } else if (protocol.securityMethod() == null) {
                protocols.add(new Protocol(protocol.uri(), base + shares.share(viewer, path), null));
            }
        }
        return asked.withProtocols(protocols);
    }

    /** Makes an address for everybody of a file that the viewer may read. */
    @FunctionalInterface
    public interface PublicShares {
        /** The path of the address, from the slash on. */
        String share(Viewer viewer, RequestPath path);
    }

    private static long length(TransferDocument asked) {
        String length = asked.params().get(Properties.LENGTH);
        if (length == null) {
            return -1;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw VospaceFault.invalidArgument(
                    Properties.LENGTH + ": expected a number of bytes, found '" + length + "'");
        }
        return Long.parseLong(length);
    }
}
