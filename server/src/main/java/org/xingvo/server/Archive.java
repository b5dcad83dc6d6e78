package org.xingvo.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.CollectionAccess;
import org.xingvo.dali.auth.CollectionClasses;
import org.xingvo.dali.auth.Event;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.auth.OperatorToken;
import org.xingvo.dali.http.CallerFilter;
import org.xingvo.dali.http.ContentTypeFilter;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.PublicUrlFilter;
import org.xingvo.datalink.DatalinkService;
import org.xingvo.ingest.CataloguedWrites;
import org.xingvo.ingest.DescriptionChange;
import org.xingvo.ingest.FolderWatch;
import org.xingvo.ingest.HeadedStore;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishOptions;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.Publisher;
import org.xingvo.ingest.QueueWorker;
import org.xingvo.ingest.Reconciliation;
import org.xingvo.ingest.SpaceTableWorker;
import org.xingvo.ingest.load.AccessClasses;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueAccess;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.IngestQueue;
import org.xingvo.ingest.load.LoadRequest;
import org.xingvo.ingest.load.Undrawn;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.NoticeListener;
import org.xingvo.schemas.Pools;
import org.xingvo.schemas.Preference;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.scs.ConeService;
import org.xingvo.server.copy.BackupHandler;
import org.xingvo.server.copy.CopyHandler;
import org.xingvo.server.copy.ServiceRestore;
import org.xingvo.server.copy.StoreRepair;
import org.xingvo.server.jobs.FileTables;
import org.xingvo.server.jobs.SpacePlace;
import org.xingvo.server.jobs.TapJobs;
import org.xingvo.server.preview.EagerPictures;
import org.xingvo.server.preview.Gallery;
import org.xingvo.server.preview.Pictures;
import org.xingvo.server.preview.PreviewHandler;
import org.xingvo.server.preview.PreviewRules;
import org.xingvo.server.tls.Certificate;
import org.xingvo.server.web.Accounts;
import org.xingvo.server.web.AdminResource;
import org.xingvo.server.web.FrontPage;
import org.xingvo.server.web.HttpDoor;
import org.xingvo.server.web.Listening;
import org.xingvo.server.web.MetricsResource;
import org.xingvo.server.web.QueueResource;
import org.xingvo.server.web.WatchResource;
import org.xingvo.server.xs.CareHandler;
import org.xingvo.server.xs.Gate;
import org.xingvo.server.xs.IngestHandler;
import org.xingvo.server.xs.XsHandler;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.copy.CopyProgress;
import org.xingvo.storage.local.DirectoryLock;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.tap.Origin;
import org.xingvo.tap.Queries;
import org.xingvo.tap.TapService;
import org.xingvo.tap.Traffic;
import org.xingvo.tap.db.DatasetLookup;
import org.xingvo.tap.db.QueryDatabase;
import org.xingvo.tap.db.TapSchemaInstaller;
import org.xingvo.tap.db.TapSchemaSource;
import org.xingvo.tap.space.SpaceSchema;
import org.xingvo.tap.upload.UploadDesk;
import org.xingvo.vospace.VospaceConfig;
import org.xingvo.vospace.VospaceService;
import org.xingvo.vospace.files.FilesHandler;

/**
 * The whole system, put together by hand: whoever reads this class knows what there is and what depends on what.
 * Opened in the order store, database, services; closed in reverse. Thread-safe.
 */
public final class Archive implements AutoCloseable {
    /** How long the cataloguing of uploads may take to end. */
    private static final Duration WORKER_GRACE = Duration.ofSeconds(10);

    /** The account of a person that the first start makes. */
    public static final String ADMIN = "admin";

    private static final int QUEUE_WORKERS = 2;
    private static final Logger log = LoggerFactory.getLogger(Archive.class);

    private final ServerConfig config;
    private final DataDirectory settings;
    private final Instant opened = Instant.now();
    private final Closer closer;
    private final LocalStore store;
    private final Databases databases;
    private final PublicUrl publicUrl;
    private final Identities identities;
    private final Catalogue catalogue;
    private final Publisher publisher;
    private final List<String> warnings;
    private final WatchedFolders watched;
    private final Traffic traffic;
    private @Nullable String newOperatorToken;

    /**
     * Where a server listens.
     *
     * @param local the address for this machine
     * @param shown the address for people: the public one if it is configured
     */
    public record Address(URI local, URI shown) {}

    private Archive(ServerConfig config, DataDirectory settings, Closer closer, List<String> warnings)
            throws IOException {
        this.config = config;
        this.settings = settings;
        this.closer = closer;
        this.store = closer.add(LocalStore.open(storeDirectory(config.dataDirectory()), config.store()));
        this.databases = closer.add(Databases.open(
                config.jdbcUrl(),
                config.dataDirectory(),
                Preference.AUTO,
                Pools.standard().withJobs(config.jobs().running()),
                config.readers()));
        this.publicUrl = PublicUrl.of(config.publicUrl(), config.trustedProxies());
        this.identities = new Identities(databases.owner(), config.signIn(), publicUrl, InstantSource.system());
        this.warnings = new ArrayList<>(warnings);
        if (!databases.isTemporarySpaceLimited()) {
            this.warnings.add("In the database, " + databases.temporarySpace() + ".");
        }
        this.traffic = closer.add(config.queries().traffic());
        this.catalogue = new Catalogue(databases.owner(), databases.dialect());
        this.publisher = new Publisher(store, catalogue, config.dataDirectory().resolve("collections"));
        this.watched = closer.add(new WatchedFolders(config.dataDirectory(), this::intake));
        this.newOperatorToken =
                OperatorToken.ensure(config.dataDirectory(), identities).orElse(null);
    }

    /** Opens what the data directory holds, or makes a new archive in it. */
    public static Archive open(ServerConfig config) throws IOException {
        String unfinished = ServiceRestore.unfinished(config.dataDirectory());
        if (unfinished != null) {
            throw new StorageException.Unusable(unfinished);
        }
        Files.createDirectories(config.dataDirectory());
        List<String> warnings = StartupChecks.warnings(config.dataDirectory(), Instant.now());
        DataDirectory settings = DataDirectory.openOrCreate(config.dataDirectory(), config.authority(), config.title());
        Closer closer = new Closer();
        try {
            return new Archive(config, settings, closer, warnings);
        } catch (IOException | RuntimeException e) {
            try {
                closer.close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * Makes an archive from a backup, in a data directory and a database that are empty.
     *
     * @param progress of the collection of this name
     */
    public static Reconciliation.Report restore(
            Path backup, ServerConfig config, Function<String, CopyProgress> progress) throws IOException {
        return ServiceRestore.run(
                backup,
                config.dataDirectory(),
                config.jdbcUrl(),
                directory -> DataDirectory.openOrCreate(directory, config.authority(), config.title())
                        .authority(),
                progress);
    }

    /**
     * The database alone, for work that needs no files: beside the server that runs, else started for it. The
     * directory's settings are made when there are none.
     */
    public static Databases database(ServerConfig config) throws IOException {
        String unfinished = ServiceRestore.unfinished(config.dataDirectory());
        if (unfinished != null) {
            throw new StorageException.Unusable(unfinished);
        }
        Pools few = new Pools(4, 1, 1, Pools.standard().patience());
        if (config.jdbcUrl() == null && running(config.dataDirectory()).isPresent()) {
            return Databases.beside(config.dataDirectory(), few);
        }
        DataDirectory.openOrCreate(config.dataDirectory(), config.authority(), config.title());
        return Databases.open(config.jdbcUrl(), config.dataDirectory(), Preference.AUTO, few);
    }

    /** The address of the server that runs on a data directory. */
    public static Optional<URI> running(Path dataDirectory) throws IOException {
        return DirectoryLock.holder(storeDirectory(dataDirectory))
                .filter(holder -> holder.port() > 0)
                .map(holder -> URI.create("http://127.0.0.1:" + holder.port()));
    }

    /** The operator's token, for commands that talk to the server. */
    public static String operatorToken(Path dataDirectory) throws IOException {
        return OperatorToken.read(dataDirectory);
    }

    public PublishReport publish(List<Path> directories, Progress progress) {
        return publish(directories, null, progress);
    }

    /**
     * Stores and catalogues.
     *
     * @param descriptions a folder of descriptions beside those of the data directory; null: none
     */
    public PublishReport publish(List<Path> directories, @Nullable Path descriptions, Progress progress) {
        Publisher using = descriptions == null ? publisher : publisher.withDescriptions(descriptions);
        return using.publish(directories, PublishOptions.of(settings.authority()), progress);
    }

    /** The folders that are watched, from {@link WatchedFolders#begin} on. */
    public WatchedFolders watched() {
        return watched;
    }

    private FolderWatch.Sink intake(WatchedFolders.Watched from) {
        PublishOptions options = PublishOptions.of(settings.authority());
        Path folder = from.folder();
        return new FolderWatch.Sink() {
            @Override
            public void take(List<Path> changed, List<Path> gone) {
                PublishReport report = publisher.take(folder, from.collection(), changed, gone, options);
                if (report.catalogued() + report.refused() + report.deleted() > 0) {
                    log.info("{}: {}", folder, report.line());
                }
            }

            @Override
            public void complete() {
                publisher.takeOut(folder, from.collection());
            }
        };
    }

    /**
     * Starts to listen; once.
     *
     * @throws BindException if the port is taken
     */
    public Address serve() throws IOException {
        Certificate certificate = config.tls() == null ? null : Certificate.of(config.tls());
        Set<Object> resources = new LinkedHashSet<>();
        Map<String, HttpHandler> handlers = new HashMap<>();
        resources.add(new CallerFilter(identities));
        resources.add(new PublicUrlFilter(publicUrl));
        resources.add(new ContentTypeFilter());
        DatasetLookup datasets = new DatasetLookup(databases.owner());
        Pictures pictures = new Pictures(store, new PreviewRules(catalogue));
        Gallery gallery = new Gallery(datasets, pictures);
        resources.add(new FrontPage(settings.title(), gallery));
        Gate gate = Gate.of(store, identities, new CollectionClasses(databases.owner()));
        CollectionAccess access = new CollectionAccess(databases.owner(), identities);
        CatalogueAccess tables = new CatalogueAccess(databases.owner());
        TapSchemaSource schema = new TapSchemaSource(databases.control());
        TapJobs jobs = new TapJobs(store, databases, config.jobs());
        List<SpaceTableWorker> tabulating = FileTables.workers(
                store, databases, config.fileTables(), config.dataDirectory().resolve("tmp/tables"));
        List<NoticeListener.Ear> ears = new ArrayList<>(List.of(schema, jobs.board()));
        ears.addAll(tabulating);
        NoticeListener notices = new NoticeListener(databases.owner(), ears);
        inBackground("notices", notices, notices::close);
        DescriptionChange descriptions =
                new DescriptionChange(store, catalogue, config.dataDirectory().resolve("collections"));
        Ingesting.Describing apply = (yaml, file, progress) -> {
            String done = descriptions.apply(yaml, file, progress).text();
            identities.forget();
            gate.forget();
            schema.forget();
            pictures.forget();
            gallery.forget();
            return done;
        };
        resources.addAll(Accounts.resources(identities, settings.authority(), settings.title()));
        resources.add(new AdminResource(
                (by, collection, data, audience) -> {
                    boolean found = data
                            ? access.changeData(by, collection, audience.isPublic() ? null : audience)
                            : access.change(by, collection, audience) || changeTable(tables, by, collection, audience);
                    // what is hidden from now on must not be told from memory for another moment
                    identities.forget();
                    gate.forget();
                    schema.forget();
                    gallery.forget();
                    return found;
                },
                (yaml, file) -> apply.describe(yaml, file, Progress.silent())));
        TapSchemaInstaller.install(databases.owner());
        if (config.uploads().space().directory().startsWith(config.dataDirectory())) {
            config.uploads().space().clear();
        }
        HeadedStore headed = new HeadedStore(store);
        VospaceService vospace = closer.add(new VospaceService(
                new VospaceConfig(settings.authority(), "vos", isLoopback(), config.transfers(), config.space()),
                databases.owner(),
                databases.control(),
                jobs.board(),
                identities,
                headed,
                publicUrl,
                config.dataDirectory(),
                InstantSource.system()));
        SpacePlace space = new SpacePlace(
                vospace.forServices(), vospace.root(), config.uploads().space());
        UploadDesk desk = jobs.desk(config.uploads(), space);
        SpaceSchema fileTables = FileTables.schema(vospace.tables(), databases, config.fileTables());
        Queries queries = queries(
                schema,
                new QueryDatabase(databases.reader(), databases.bulkReader(), databases.uploads(), databases.dialect()),
                fileTables);
        resources.addAll(new TapService(queries, identities, jobs.jobs(), desk, opened).resources());
        resources.addAll(new ConeService(queries, identities).resources());
        resources.addAll(new DatalinkService(datasets, identities, pictures).resources());
        resources.addAll(vospace.resources());
        handlers.put(FilesHandler.MOUNT, vospace.files());
        CataloguedWrites writes = new CataloguedWrites(headed, catalogue, settings.authority());
        handlers.put(XsHandler.MOUNT, new XsHandler(headed, gate, writes));
        handlers.put(
                IngestHandler.MOUNT,
                new IngestHandler(gate, new Ingesting(publisher, settings.authority(), gate, apply)));
        resources.add(new WatchResource(watched));
        resources.add(new MetricsResource(traffic, databases, jobs.jobs(), config.metrics()));
        resources.add(new QueueResource(new IngestQueue(catalogue)));
        handlers.put(PreviewHandler.MOUNT, new PreviewHandler(pictures, datasets, identities, settings.authority()));
        handlers.put(CareHandler.MOUNT, new CareHandler(store, gate));
        store.whenDamaged(id -> StoreRepair.afterScrub(store, id));
        handlers.put(CopyHandler.MOUNT, new CopyHandler(store, identities));
        handlers.put(BackupHandler.MOUNT, new BackupHandler(databases.owner(), config.dataDirectory(), identities));
        HttpDoor door = closer.add(HttpDoor.start(
                new Listening(
                        config.host(),
                        config.port(),
                        certificate,
                        config.clients(),
                        publicUrl,
                        ServerConfig.PRODUCT + "/" + ServerConfig.VERSION),
                resources,
                handlers,
                List.of(jobs.results(identities))));
        closer.add(jobs)
                .start(
                        queries(
                                schema,
                                new QueryDatabase(
                                        databases.jobReader(),
                                        databases.jobReader(),
                                        databases.jobUploads(),
                                        databases.dialect()),
                                fileTables),
                        identities,
                        desk,
                        space,
                        config.dataDirectory());
        vospace.start();
        catalogueUploads();
        tabulating.forEach(worker -> inBackground("tables-of-files", worker, worker::close));
        tidyUp(() -> {
            identities.forget();
            gate.forget();
            schema.forget();
        });
        EagerPictures eager = new EagerPictures(new Undrawn(catalogue), pictures);
        inBackground("previews", eager, eager::close);
        store.announcePort(door.localPort());
        return new Address(URI.create("http://127.0.0.1:" + door.localPort()), shown(door.port()));
    }

    private boolean changeTable(CatalogueAccess tables, Caller by, String table, CollectionAccess.Audience audience) {
        boolean found =
                tables.change(table, new LoadRequest.Access(audience.isPublic(), audience.owner(), audience.groups()));
        if (found) {
            identities
                    .events()
                    .record(Event.by(by, Action.COLLECTION_ACCESS, table).with("seen by", audience.text()));
        }
        return found;
    }

    /** Moves files whose embargo is over to those that are public; returns how many. Everybody sees them already. */
    public long releaseEmbargoes() {
        return new AccessClasses(catalogue).release();
    }

    public Path dataDirectory() {
        return config.dataDirectory();
    }

    public String title() {
        return settings.title();
    }

    /** What limits the temporary space of users' queries, or why nothing does. */
    public String temporarySpace() {
        return databases.temporarySpace();
    }

    public SkyDialect skyDialect() {
        return databases.dialect();
    }

    /** What the operator should know, a sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** The operator's token if it was made by this start; it is told once. */
    public Optional<String> newOperatorToken() {
        Optional<String> token = Optional.ofNullable(newOperatorToken);
        newOperatorToken = null;
        return token;
    }

    /** The password of {@link #ADMIN}, if that account was made by this call because nobody has a password yet. */
    public Optional<String> newAdminPassword() {
        return identities.users().firstAccount(ADMIN);
    }

    public Duration sinceStart() {
        return Duration.between(opened, Instant.now());
    }

    @Override
    public void close() {
        closer.close();
    }

    private void catalogueUploads() {
        for (int i = 0; i < QUEUE_WORKERS; i++) {
            QueueWorker worker = new QueueWorker(store, catalogue);
            inBackground("catalogue-uploads-" + i, worker, worker::close);
        }
    }

    /** Runs until the archive is closed, before the database is: what it has begun must be at its end by then. */
    private void inBackground(String name, Runnable worker, Runnable end) {
        Thread thread = Thread.ofPlatform().name(name).daemon().start(worker);
        closer.add(() -> {
            end.run();
            thread.join(WORKER_GRACE);
        });
    }

    /**
     * Rows whose embargo is over are open without it; this keeps the number of classes small. Events that are no longer
     * kept go, too.
     */
    private void tidyUp(Runnable changed) {
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name("tidy-up").daemon().start(() -> {
            try {
                do {
                    try {
                        if (releaseEmbargoes() > 0) {
                            changed.run();
                        }
                        identities.events().expire();
                    } catch (CatalogueException | IdentityException e) {
                        log.warn("What is over could not be tidied up: {}", e.getMessage());
                    }
                } while (!stop.await(1, TimeUnit.HOURS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closer.add(() -> {
            stop.countDown();
            thread.join(WORKER_GRACE);
        });
    }

    private Queries queries(TapSchemaSource schema, QueryDatabase database, SpaceSchema fileTables) {
        Origin origin = new Origin(settings.title(), ServerConfig.PRODUCT + "/" + ServerConfig.VERSION);
        return new Queries(config.queries().tap(), schema, database, databases.dialect(), traffic)
                .from(origin)
                .with(fileTables);
    }

    private URI shown(int port) throws IOException {
        if (config.publicUrl() != null) {
            return config.publicUrl();
        }
        String scheme = config.tls() == null ? "http://" : "https://";
        String host = isLoopback()
                ? "localhost"
                : InetAddress.getByName(config.host()).isAnyLocalAddress()
                        ? InetAddress.getLocalHost().getHostName()
                        : config.host();
        return URI.create(scheme + host + ":" + port);
    }

    private boolean isLoopback() throws IOException {
        return InetAddress.getByName(config.host()).isLoopbackAddress();
    }

    static Path storeDirectory(Path dataDirectory) {
        return dataDirectory.resolve("store");
    }
}
