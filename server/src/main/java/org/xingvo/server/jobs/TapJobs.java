package org.xingvo.server.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.uws.JobBoard;
import org.xingvo.dali.uws.JobExecutor;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.dali.uws.JobStore;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.schemas.Databases;
import org.xingvo.server.web.Bypass;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.tap.Delivery;
import org.xingvo.tap.Queries;
import org.xingvo.tap.QueryJobs;
import org.xingvo.tap.upload.JobResults;
import org.xingvo.tap.upload.UploadDesk;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.tap.upload.UploadPlace;

/**
 * The asynchronous queries of one server, put together: list, executor, results. Close it before the HTTP server, whose
 * requests may wait for jobs, and before the database. Thread-safe.
 */
public final class TapJobs implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final JobBoard board = new JobBoard();
    private final JobStore jobStore;
    private final StoredJobFiles files;
    private final Jobs jobs;
    private final JobSpace space;
    private @Nullable JobExecutor executor;
    private @Nullable Thread spaceThread;

    public TapJobs(LocalStore store, Databases databases, JobLimits limits) {
        this.jobStore = new JobStore(databases.control(), board);
        this.files = new StoredJobFiles(store);
        this.jobs = new Jobs(QueryJobs.list(limits), jobStore, files, board);
        this.space = new JobSpace(store);
    }

    /** Where jobs of other processes are heard of. */
    public JobBoard board() {
        return board;
    }

    public Jobs jobs() {
        return jobs;
    }

    /** Where uploads are found: the results of these jobs, the space, and the Web. */
    public UploadDesk desk(UploadLimits limits, UploadPlace ownSpace) {
        return new UploadDesk(limits, List.of(new JobResults(jobs, files, limits.space()), ownSpace));
    }

    /** The way to the bytes of results. */
    public Bypass results(Identities identities) {
        ResultHandler handler = new ResultHandler(jobs, files, identities);
        return new Bypass(handler::takes, handler);
    }

    /**
     * Starts to run jobs; once.
     *
     * @param queries on connections of their own
     * @param desk where uploads are found
     * @param delivery brings results where DEST says
     * @param dataDirectory locked by this process: what another one began for it, nobody goes on with
     */
    public synchronized void start(
            Queries queries, Identities identities, UploadDesk desk, Delivery delivery, Path dataDirectory) {
        QueryJobs runner = new QueryJobs(queries, identities, desk, files, delivery);
        JobExecutor made = new JobExecutor(
                jobs,
                jobStore,
                files,
                runner,
                board,
                host() + ":" + dataDirectory.toAbsolutePath(),
                JobExecutor.Pace.STANDARD);
        executor = made;
        made.start();
        spaceThread = Thread.ofPlatform().name("job-space").daemon().start(space);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public synchronized void close() {
        board.close();
        space.close();
        if (executor != null) {
            executor.close();
        }
        if (spaceThread != null) {
            try {
                spaceThread.join(GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
