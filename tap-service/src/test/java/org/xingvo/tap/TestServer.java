package org.xingvo.tap;

import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.CallerFilter;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.PublicUrlFilter;
import org.xingvo.dali.uws.JobBoard;
import org.xingvo.dali.uws.JobFiles;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.dali.uws.JobStore;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.datalink.DatalinkService;
import org.xingvo.datalink.PreviewLinks;
import org.xingvo.scs.ConeService;
import org.xingvo.tap.db.DatasetLookup;
import org.xingvo.tap.db.QueryDatabase;
import org.xingvo.tap.db.TapSchemaInstaller;
import org.xingvo.tap.db.TapSchemaSource;
import org.xingvo.tap.result.SpoolSpace;
import org.xingvo.tap.upload.UploadDesk;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.testing.PostgresExtension;

/** The query services alone, on a free port of the loopback. */
final class TestServer implements AutoCloseable {
    static final TapConfig CONFIG = new TapConfig(
            new Maxrec(1000, 5000),
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            new Maxrec(100, 1000),
            SpoolSpace.STANDARD);

    private final HttpServer server;
    private final ExecutorService workers;
    private final Identities identities;
    private final Traffic traffic;
    private final JobBoard board;

    private TestServer(
            HttpServer server, ExecutorService workers, Identities identities, Traffic traffic, JobBoard board) {
        this.board = board;
        this.server = server;
        this.workers = workers;
        this.identities = identities;
        this.traffic = traffic;
    }

    static TestServer start(PostgresExtension postgres) throws IOException {
        return start(postgres, CONFIG);
    }

    static TestServer start(PostgresExtension postgres, TapConfig config) throws IOException {
        return start(postgres, config, postgres.readerDataSource());
    }

    /** @param reader for the queries */
    static TestServer start(PostgresExtension postgres, TapConfig config, DataSource reader) throws IOException {
        return start(postgres, config, reader, Traffic.of(20, 20, Duration.ofSeconds(30)));
    }

    /** @param traffic closed with the server */
    static TestServer start(PostgresExtension postgres, TapConfig config, DataSource reader, Traffic traffic)
            throws IOException {
        return start(postgres, config, reader, traffic, UploadLimits.STANDARD);
    }

    /** The same with other limits of uploads. */
    static TestServer start(PostgresExtension postgres, TapConfig config, UploadLimits uploads) throws IOException {
        return start(
                postgres, config, postgres.readerDataSource(), Traffic.of(20, 20, Duration.ofSeconds(30)), uploads);
    }

    private static TestServer start(
            PostgresExtension postgres, TapConfig config, DataSource reader, Traffic traffic, UploadLimits uploads)
            throws IOException {
        TapSchemaInstaller.install(postgres.dataSource());
        Identities identities = new Identities(postgres.dataSource());
        TapSchemaSource schema = new TapSchemaSource(postgres.readerDataSource());
        Queries queries = new Queries(
                config,
                schema,
                new QueryDatabase(reader, reader, postgres.dataSource(), postgres.dialect()),
                postgres.dialect(),
                traffic);

        ResourceConfig resources = new ResourceConfig();
        resources.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        resources.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        resources.register((ContainerResponseFilter)
                (request, response) -> response.getHeaders().putSingle("Server", "XingVO/0.1"));
        resources.register(new CallerFilter(identities));
        resources.register(new PublicUrlFilter(PublicUrl.of(null, Set.of())));
        JobBoard board = new JobBoard();
        Jobs jobs = new Jobs(
                QueryJobs.list(JobLimits.STANDARD),
                new JobStore(postgres.dataSource(), board),
                new JobFiles() {
                    @Override
                    public long put(String name, String mediaType, Content content) throws IOException {
                        throw new IOException("no jobs are run here");
                    }

                    @Override
                    public Optional<InputStream> read(String name) {
                        return Optional.empty();
                    }

                    @Override
                    public void removeAll(String prefix) {}
                },
                board);
        new TapService(queries, identities, jobs, new UploadDesk(uploads, List.of()), Instant.EPOCH)
                .resources()
                .forEach(resources::register);
        new ConeService(queries, identities).resources().forEach(resources::register);
        new DatalinkService(new DatasetLookup(postgres.dataSource()), identities, PreviewLinks.NONE)
                .resources()
                .forEach(resources::register);

        HttpServer server =
                GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), resources, false);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        server.getListeners().forEach(listener -> {
            listener.setMaxHttpHeaderSize(256 * 1024);
            listener.getTransport().setWorkerThreadPool(workers);
        });
        server.start();
        return new TestServer(server, workers, identities, traffic, board);
    }

    /** Without a slash at the end. */
    String base() {
        return "http://127.0.0.1:" + server.getListeners().iterator().next().getPort();
    }

    Identities identities() {
        return identities;
    }

    /** Where requests wait for jobs. */
    JobBoard board() {
        return board;
    }

    /** What the queries of this server share. */
    Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        server.shutdownNow();
        workers.close();
        traffic.close();
    }
}
