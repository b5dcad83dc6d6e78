package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.xingvo.dali.uws.JobBoard;
import org.xingvo.dali.uws.JobExecutor;
import org.xingvo.dali.uws.JobFiles;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.dali.uws.JobList;
import org.xingvo.dali.uws.JobRunner;
import org.xingvo.dali.uws.JobStore;
import org.xingvo.dali.uws.Jobs;

/**
 * The jobs of a space: transfers, and work on whole trees. Close it before the HTTP server, whose requests may wait for
 * jobs, and before the database. Thread-safe.
 */
public final class TransferJobs implements AutoCloseable {
    /** Below the server's address. */
    public static final String PATH = "vos/transfers";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JobStore store;
    private final Jobs jobs;
    private final JobExecutor executor;

    /**
     * Jobs that nobody runs yet.
     *
     * @param database connections for short statements
     * @param board where other processes are heard
     * @param home of this process, as {@link JobExecutor} has it
     */
    public TransferJobs(DataSource database, JobBoard board, JobLimits limits, JobRunner runner, String home) {
        this.store = new JobStore(database, board);
        NoFiles none = new NoFiles();
        this.jobs = new Jobs(new JobList("vos", PATH, Set.of(), Set.of(), limits), store, none, board);
        this.executor = new JobExecutor(jobs, store, none, runner, board, home, JobExecutor.Pace.STANDARD);
    }

    public Jobs jobs() {
        return jobs;
    }

    /** Starts to run jobs; once. */
    public void start() {
        executor.start();
    }

    /** 96 random bits as text. */
    public static String nonce() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    @Override
    public void close() {
        executor.close();
    }

    /** Results of these jobs are nodes and small documents, none are files. */
    private static final class NoFiles implements JobFiles {
        @Override
        public long put(String name, String mediaType, Content content) {
            throw new UnsupportedOperationException("jobs of a space have no files");
        }

        @Override
        public Optional<InputStream> read(String name) throws IOException {
            return Optional.empty();
        }

        @Override
        public void removeAll(String prefix) {
            // there are none
        }
    }
}
