package org.xingvo.vospace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.ClientWatch;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.JobBoard;
import org.xingvo.schemas.net.GuardedFetch;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.vospace.files.FilesHandler;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.transfer.Busy;
import org.xingvo.vospace.transfer.Fetching;
import org.xingvo.vospace.transfer.HandedOut;
import org.xingvo.vospace.transfer.Intake;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.Packing;
import org.xingvo.vospace.transfer.Pathfinder;
import org.xingvo.vospace.transfer.SegmentedUploads;
import org.xingvo.vospace.transfer.Sending;
import org.xingvo.vospace.transfer.SignedUrls;
import org.xingvo.vospace.transfer.SigningKeys;
import org.xingvo.vospace.transfer.SpaceRunner;
import org.xingvo.vospace.transfer.TransferJobs;
import org.xingvo.vospace.transfer.TransferLimits;
import org.xingvo.vospace.transfer.TreeWork;
import org.xingvo.vospace.transfer.Unpacking;
import org.xingvo.vospace.tree.Room;
import org.xingvo.vospace.tree.Segments;
import org.xingvo.vospace.tree.SharedLinks;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.NodeWriter;

/**
 * The space put together. Thread-safe. Whoever starts it registers {@link #resources} with Jersey, beside {@link
 * org.xingvo.dali.http.CallerFilter} and {@link org.xingvo.dali.http.PublicUrlFilter}, and mounts {@link #files} at
 * {@link FilesHandler#MOUNT}. Closing it ends its jobs; database and store belong to its starter.
 */
public final class VospaceService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VospaceService.class);

    private final Set<Object> resources;
    private final FilesHandler files;
    private final SpaceFiles forServices;
    private final SpaceTables tables;
    private final String root;
    private final Tree tree;
    private final TransferJobs jobs;
    private final ClientWatch clients;
    private final ScheduledExecutorService sweeper;

    /**
     * A space over a database and a store, by itself.
     *
     * @param database connections of the owner of the schema
     * @param dataDir where the keys of signed URLs are kept
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
        this(config, database, database, new JobBoard(), identities, store, publicUrl, dataDir, clock);
    }

    /**
     * A space that shares the news of jobs with other services.
     *
     * @param control connections for short statements about jobs
     * @param board where other processes are heard
     */
    public VospaceService(
            VospaceConfig config,
            DataSource database,
            DataSource control,
            JobBoard board,
            Identities identities,
            Store store,
            PublicUrl publicUrl,
            Path dataDir,
            InstantSource clock)
            throws IOException {
        TransferLimits limits = config.limits();
        NodeUri uris = new NodeUri(config.authority(), config.resourceKey());
        tree = new Tree(database, identities, store, config.authority(), config.space(), clock);
        SignedUrls signed = new SignedUrls(new SigningKeys(dataDir, clock)::inForce, clock);
        Pathfinder paths = new Pathfinder(tree, uris);
        Busy busy = new Busy();
        HandedOut handedOut = new HandedOut(tree, new SharedLinks(database), limits.longestLink(), clock);
        Negotiator negotiator = new Negotiator(
                tree,
                uris,
                signed,
                paths,
                busy,
                handedOut,
                (viewer, place, bytes) -> room(store, tree, place, bytes),
                config.httpsOverHttp());
        Intake intake = new Intake(tree, store, busy);
        Unpacking unpacking = new Unpacking(tree, store, limits.archives());
        GuardedFetch fetch = new GuardedFetch(limits.addresses(), limits.fetch(), limits.hosts());
        forServices = new SpaceFiles(tree, uris, paths, negotiator, intake, store);
        tables = new SpaceTables(tree, uris, paths);
        root = uris.space();
        SegmentedUploads segmented =
                new SegmentedUploads(new Segments(database), store, intake, limits.segments(), clock);
        SpaceRunner runner = new SpaceRunner(
                tree,
                uris,
                identities,
                new Fetching(negotiator, intake, unpacking, paths, uris, busy, fetch),
                new Sending(tree, paths, uris, store, fetch),
                new TreeWork(tree, uris, config.authority()));
        jobs = new TransferJobs(control, board, limits.jobs(), runner, home(dataDir));
        clients = new ClientWatch();
        sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("space-sweeper").factory());
        var _ = sweeper.scheduleWithFixedDelay(() -> sweep(segmented, handedOut), 1, 60, TimeUnit.MINUTES);
        NodeWriter.Style style =
                new NodeWriter.Style(uris, config.authority(), bytes -> md5(store, bytes), busy::isBusy);
        files = new FilesHandler(new FilesHandler.Parts(
                tree,
                identities,
                store,
                signed,
                handedOut,
                uris,
                publicUrl,
                jobs.jobs(),
                negotiator,
                paths,
                intake,
                segmented,
                new Packing(tree, store, uris),
                unpacking));
        TransferRun run = new TransferRun(tree, uris, negotiator, jobs.jobs());
        FaultMapper faults = new FaultMapper(style);
        resources = Set.of(
                new NodesResource(tree, uris, style, config.authority(), negotiator::protocols),
                new TrashResource(tree, uris, style),
                new SearchResource(tree, uris, style),
                new ChangesResource(tree, uris),
                new SyncTransferResource(tree, negotiator, run),
                new TransfersResource(jobs.jobs(), run, faults, clients, SentSpace.STANDARD),
                new RecursiveResource(jobs.jobs(), uris, config.authority()),
                new LinksResource(tree, handedOut, uris),
                new MetadataResource(tree, negotiator, clock.instant()),
                faults,
                new BadRequestMapper());
    }

    /** Starts to run jobs and to work in the background; once. */
    public void start() {
        jobs.start();
        tree.start();
    }

    private static void room(Store store, Tree tree, Tree.Place place, long bytes) {
        if (bytes < 0) {
            return;
        }
        try (Room room = tree.room(place)) {
            room.need(bytes);
            store.checkPut(
                    PutRequest.create(place.key(), "application/octet-stream").withLength(bytes));
        } catch (StorageException.TooLarge e) {
            throw new VospaceFault(Kind.REQUEST_TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (StorageException.QuotaExceeded e) {
            throw new VospaceFault(Kind.QUOTA_EXCEEDED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sweep(SegmentedUploads segmented, HandedOut handedOut) {
        try {
            int uploads = segmented.sweep();
            handedOut.sweep();
            if (uploads > 0) {
                log.info("{} uploads that nobody went on with are forgotten", uploads);
            }
        } catch (RuntimeException e) {
            log.warn("Unfinished uploads are forgotten later: {}", e.getMessage());
        }
    }

    private static String home(Path dataDir) {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + dataDir.toAbsolutePath();
        } catch (UnknownHostException e) {
            return "unknown:" + dataDir.toAbsolutePath();
        }
    }

    /** Ends what runs in the background. */
    @Override
    public void close() {
        sweeper.shutdownNow();
        jobs.close();
        tree.close();
        clients.close();
    }

    /** Resources and mappers for Jersey. */
    public Set<Object> resources() {
        return resources;
    }

    /** The handler of bytes. */
    public FilesHandler files() {
        return files;
    }

    /** Files for other services of this server. */
    public SpaceFiles forServices() {
        return forServices;
    }

    /** Files that are tables, for the service of queries. */
    public SpaceTables tables() {
        return tables;
    }

    /** The URI of the root node. */
    public String root() {
        return root;
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
