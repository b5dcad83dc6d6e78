package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.JobRunner.Results;
import org.xingvo.schemas.net.GuardedFetch;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.Names;
import org.xingvo.vospace.xml.TransferDocument;

/**
 * pushFromVoSpace: sends to the endpoints that the client gives, one after the other, each once, until one works (VOSpace
 * 2.1, section 6.4.4). Thread-safe.
 */
public final class Sending {
    private static final int BLOCK_BYTES = 256 * 1024;

    private final Tree tree;
    private final Pathfinder paths;
    private final NodeUri uris;
    private final Store store;
    private final GuardedFetch fetch;

    public Sending(Tree tree, Pathfinder paths, NodeUri uris, Store store, GuardedFetch fetch) {
        this.tree = tree;
        this.paths = paths;
        this.uris = uris;
        this.store = store;
        this.fetch = fetch;
    }

    void run(Viewer viewer, TransferDocument asked, Cancel cancel, Results results) throws IOException {
        if (Views.outgoing(asked).isPresent()) {
            throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, "an archive is fetched by its reader: pullFromVoSpace");
        }
        List<URI> endpoints = Fetching.endpoints(asked, Set.of(Names.HTTP_PUT, Names.HTTPS_PUT));
        Node node = paths.reach(viewer, uris.path(asked.target()));
        Views.requireData(node);
        tree.checkBytes(viewer, node);
        Fetching.attempts(endpoints, cancel, endpoint -> send(node, endpoint, cancel, results));
        results.link(Negotiator.DETAILS.id(), Negotiator.DETAILS.target());
        results.link("dataNode", uris.of(node.path()));
    }

    private void send(Node node, URI endpoint, Cancel cancel, Results results) throws IOException {
        NodeBytes bytes = node.bytes();
        if (bytes == null) {
            fetch.send(endpoint, 0, List.of(), out -> {});
            return;
        }
        try (ObjectReader reader = store.open(bytes.key())
                .orElseThrow(() -> new VospaceFault(Kind.NODE_BUSY, uris.of(node.path()) + " is being written"))) {
            if (!bytes.cover(reader.object())) {
                throw VospaceFault.notFound(node.path());
            }
            long length = reader.object().sizeBytes();
            List<String> headers = List.of(
                    "Content-Type: " + bytes.mediaType().replaceAll("[^ -~]", "?"),
                    "Digest: md5="
                            + Base64.getEncoder().encodeToString(reader.object().md5()));
            fetch.send(endpoint, length, headers, out -> {
                byte[] block = new byte[BLOCK_BYTES];
                long done = 0;
                try (InputStream in = reader.stream(new ByteRange(0, length))) {
                    for (int n = in.read(block); n >= 0; n = in.read(block)) {
                        if (cancel.requested()) {
                            throw new IOException("the transfer was stopped");
                        }
                        out.write(block, 0, n);
                        done += n;
                        results.progress(done, length);
                    }
                }
            });
        }
    }
}
