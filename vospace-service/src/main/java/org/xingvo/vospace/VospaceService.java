package org.xingvo.vospace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.vospace.files.FilesHandler;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.transfer.Jobs;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.SignedUrls;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.NodeWriter;

/**
 * The space put together. Thread-safe. Whoever starts it registers {@link #resources} with Jersey, beside {@link
 * org.xingvo.dali.http.CallerFilter} and {@link org.xingvo.dali.http.PublicUrlFilter}, and mounts {@link #files} at
 * {@link FilesHandler#MOUNT}. It closes nothing: database and store belong to its starter.
 */
public final class VospaceService {
    private static final Logger log = LoggerFactory.getLogger(VospaceService.class);

    private final Set<Object> resources;
    private final FilesHandler files;
    private final Tree tree;

    /**
     * A space over a database and a store.
     *
     * @param database connections of the owner of the schema
     * @param dataDir where the key of signed URLs is kept
     */
    public VospaceService(
            VospaceConfig config,
            DataSource database,
            Identities identities,
            Store store,
            PublicUrl publicUrl,
            Path dataDir,
            InstantSource clock)
            throws IOException {
        NodeUri uris = new NodeUri(config.authority(), config.resourceKey());
        tree = new Tree(database, identities, store, config.authority(), clock);
        Jobs jobs = new Jobs(clock);
        SignedUrls signed = new SignedUrls(SignedUrls.key(dataDir), clock);
        Negotiator negotiator = new Negotiator(tree, uris, signed, jobs, config.httpsOverHttp());
        NodeWriter.Style style = new NodeWriter.Style(uris, config.authority(), bytes -> md5(store, bytes));
        files = new FilesHandler(tree, identities, store, signed, uris, publicUrl, jobs::nonce, jobs::complete);
        resources = Set.of(
                new NodesResource(tree, uris, style, config.authority()),
                new SyncTransferResource(tree, negotiator, jobs),
                new TransfersResource(tree, negotiator, jobs),
                new MetadataResource(tree, negotiator, clock.instant()),
                new FaultMapper(),
                new BadRequestMapper());
    }

    /** Resources and mappers for Jersey. */
    public Set<Object> resources() {
        return resources;
    }

    /** The handler of bytes. */
    public FilesHandler files() {
        return files;
    }

    /** The tree behind all doors, for commands and other services. */
    public Tree tree() {
        return tree;
    }

    private static @Nullable String md5(Store store, NodeBytes bytes) {
        String known = bytes.md5Hex();
        if (known != null) {
            return known;
        }
        try {
            return store.head(bytes.key())
                    .map(object -> HexFormat.of().formatHex(object.md5()))
                    .orElse(null);
        } catch (IOException | StorageException e) {
            log.warn("No digest of {}", bytes.key(), e);
            return null;
        }
    }
}
