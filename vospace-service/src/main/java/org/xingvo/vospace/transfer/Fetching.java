package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.JobRunner.Results;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.schemas.net.GuardedFetch;
import org.xingvo.storage.StorageException;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Intake.Announced;
import org.xingvo.vospace.tree.Tree.Place;
import org.xingvo.vospace.xml.Names;
import org.xingvo.vospace.xml.TransferDocument;
import org.xingvo.vospace.xml.TransferDocument.Protocol;

/**
 * pullToVoSpace: fetches from the endpoints that the client gives, one after the other, each once, until one works
 * (VOSpace 2.1, section 6.4.2). Thread-safe.
 */
public final class Fetching {
    private final Negotiator negotiator;
    private final Intake intake;
    private final Unpacking unpacking;
    private final Pathfinder paths;
    private final NodeUri uris;
    private final Busy busy;
    private final GuardedFetch fetch;

    public Fetching(
            Negotiator negotiator,
            Intake intake,
            Unpacking unpacking,
            Pathfinder paths,
            NodeUri uris,
            Busy busy,
            GuardedFetch fetch) {
        this.negotiator = negotiator;
        this.intake = intake;
        this.unpacking = unpacking;
        this.paths = paths;
        this.uris = uris;
        this.busy = busy;
        this.fetch = fetch;
    }

    void run(Viewer viewer, TransferDocument asked, Cancel cancel, Results results) throws IOException {
        Optional<Views.Form> form = Views.incoming(asked.view());
        List<URI> endpoints = endpoints(asked, Set.of(Names.HTTP_GET, Names.HTTPS_GET));
        RequestPath path = uris.path(asked.target());
        boolean auto = path.name().equals(Negotiator.AUTO);
        if (auto) {
            path = path.parent().child(Jobs.freshId());
        }
        Place place = form.isPresent() ? null : negotiator.place(viewer, path);
        Node container = form.isPresent() ? paths.reach(viewer, path) : null;
        RequestPath real = place != null ? place.path() : container == null ? path : container.path();
        if (place != null && busy.isBusy(real)) {
            throw new VospaceFault(Kind.NODE_BUSY, uris.of(real) + " is being written");
        }
        attempts(endpoints, cancel, endpoint -> {
            AtomicLong done = new AtomicLong();
            AtomicLong total = new AtomicLong(-1);
            fetch.fetch(
                    endpoint,
                    count -> {
                        stopIfUnwanted(cancel);
                        results.progress(done.addAndGet(count), total.get() < 0 ? null : total.get());
                    },
                    (body, length, mediaType) -> {
                        total.set(length);
                        if (place == null) {
                            unpacking.unpack(viewer, real, form.orElseThrow(), body);
                        } else {
                            intake.take(viewer, place, body, new Announced(length, mediaType, Announced.ANY), true);
                        }
                    });
        });
        results.link(Negotiator.DETAILS.id(), Negotiator.DETAILS.target());
        results.link("dataNode", uris.of(real));
        if (auto) {
            results.link("target", uris.of(real));
        }
    }

    /** One try with one endpoint. */
    interface Attempt {
        void at(URI endpoint) throws IOException;
    }

    /** Tries one after the other; what is wrong with the node ends it at once. */
    static void attempts(List<URI> endpoints, Cancel cancel, Attempt attempt) throws IOException {
        List<String> failures = new ArrayList<>();
        for (URI endpoint : endpoints) {
            stopIfUnwanted(cancel);
            try {
                attempt.at(endpoint);
                return;
            } catch (IOException e) {
                VospaceFault fault = cause(e, VospaceFault.class);
                StorageException refused = cause(e, StorageException.class);
                if (fault != null) {
                    throw fault;
                }
                if (refused != null) {
                    throw refused;
                }
                stopIfUnwanted(cancel);
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        throw new VospaceFault(Kind.TRANSFER_FAILED, String.join("; ", failures));
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return kind.cast(at);
            }
        }
        return null;
    }

    private static void stopIfUnwanted(Cancel cancel) {
        if (cancel.requested()) {
            throw new VospaceFault(Kind.TRANSFER_FAILED, "the transfer was stopped");
        }
    }

    /** The endpoints of the protocols that the service speaks, each once. */
    static List<URI> endpoints(TransferDocument asked, Set<String> spoken) {
        List<URI> endpoints = new ArrayList<>();
        for (Protocol protocol : asked.protocols()) {
            if (!spoken.contains(protocol.uri())) {
                continue;
            }
            String endpoint = protocol.endpoint();
            if (endpoint == null) {
                throw VospaceFault.invalidArgument("protocol " + protocol.uri() + ": expected an endpoint, found none");
            }
            try {
                URI uri = new URI(endpoint);
                if (!GuardedFetch.isUrl(endpoint)) {
                    throw new VospaceFault(Kind.INVALID_URI, endpoint + " : expected a URL of http or https");
                }
                if (!endpoints.contains(uri)) {
                    endpoints.add(uri);
                }
            } catch (URISyntaxException e) {
                throw new VospaceFault(Kind.INVALID_URI, "endpoint: " + e.getReason());
            }
        }
        if (endpoints.isEmpty()) {
            throw new VospaceFault(
                    Kind.PROTOCOL_NOT_SUPPORTED,
                    "expected one of "
                            + String.join(" ", spoken.stream().sorted().toList()) + " for " + asked.direction());
        }
        return endpoints;
    }
}
