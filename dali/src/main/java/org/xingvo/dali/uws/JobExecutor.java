package org.xingvo.dali.uws;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.uws.Job.JobError;
import org.xingvo.dali.uws.Job.JobResult;

/**
 * Runs the queued jobs of one list in this process, a few at a time, until it is closed; then running ones go back to the
 * queue. Renews its leases and takes over the jobs of processes that do not; removes what has expired. Thread-safe.
 */
public final class JobExecutor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobExecutor.class);

    /** Between two words about how far a job is. */
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    private final Jobs jobs;
    private final JobClaims claims;
    private final JobFiles files;
    private final JobRunner runner;
    private final Pace pace;
    private final String worker;
    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final Semaphore wakes = new Semaphore(1);
    private final ScheduledExecutorService clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closed;

    /**
     * How often things are done. Immutable.
     *
     * @param lease how long a job stays with a process that does not renew it; renewed three times as often
     * @param sweep between two removals of what has expired
     * @param grace how long running jobs may take to notice that the process stops
     */
    public record Pace(Duration lease, Duration sweep, Duration grace) {
        public static final Pace STANDARD =
                new Pace(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(5));
    }

    /**
     * An executor that does nothing yet.
     *
     * @param home of this process: no other process that lives has the same, and one that had it is dead
     */
    public JobExecutor(
            Jobs jobs, JobStore store, JobFiles files, JobRunner runner, JobBoard board, String home, Pace pace) {
        this.jobs = jobs;
        this.files = files;
        this.runner = runner;
        this.pace = pace;
        this.worker = home + "/" + JobIds.fresh();
        this.claims = new JobClaims(store, jobs.list(), worker, pace.lease());
        this.clock = Executors.newScheduledThreadPool(
                1,
                Thread.ofPlatform()
                        .daemon()
                        .name("jobs-clock-" + jobs.list().name())
                        .factory());
        board.add(new JobBoard.Listener() {
            @Override
            public void changed(String jobId, String state) {
                heard(jobId, state);
            }

            @Override
            public void missed() {
                if (!closed) {
                    wakes.release();
                    clock.execute(JobExecutor.this::renew);
                }
            }
        });
    }

    /** Starts to run jobs; once. */
    public void start() {
        Thread.ofPlatform().daemon().name("jobs-" + jobs.list().name()).start(this::dispatch);
        long beat = pace.lease().toMillis() / 3;
        var _ = clock.scheduleWithFixedDelay(this::renew, beat, beat, TimeUnit.MILLISECONDS);
        long sweep = pace.sweep().toMillis();
        var _ = clock.scheduleWithFixedDelay(this::sweep, Math.min(sweep, 1000), sweep, TimeUnit.MILLISECONDS);
    }

    /** Jobs that this process runs now. */
    public int running() {
        return running.size();
    }

    /** Why a run is to stop. */
    private enum Stop {
        NOT,
        /** The job was aborted, deleted, or taken by another process. */
        UNWANTED,
        TIME_LIMIT,
        /** This process stops. */
        CLOSING
    }

    /** One run of one job. */
    private static final class Run {
        private final Job job;
        private final Cancel cancel = new Cancel();
        private volatile Stop stop = Stop.NOT;

        Run(Job job) {
            this.job = job;
        }

        void stop(Stop why) {
            if (stop == Stop.NOT) {
                stop = why;
                Thread.startVirtualThread(cancel::request);
            }
        }
    }

    /** What one run has made. One thread at a time. */
    private final class Made implements JobRunner.Results {
        private final Job job;
        private final List<JobResult> results = new ArrayList<>();
        private final List<Job.Link> links = new ArrayList<>();
        private long told = Long.MIN_VALUE;

        Made(Job job) {
            this.job = job;
        }

        @Override
        public void add(String id, String mediaType, String fileName, JobFiles.Content content) throws IOException {
            String file = jobs.directory(job.id()) + job.attempts() + "/" + id;
            long size = files.put(file, mediaType, content);
            results.add(new JobResult(id, mediaType, file, fileName, size));
        }

        @Override
        public void link(String id, String target) {
            links.add(new Job.Link(id, target));
        }

        @Override
        public void progress(long done, @Nullable Long total) {
            long now = System.nanoTime();
            if (told == Long.MIN_VALUE || now - told >= PROGRESS_NANOS) {
                told = now;
                claims.progress(job, done, total);
            }
        }
    }

    private void heard(String jobId, String state) {
        if (state.equals(Phase.EXECUTING.name())) {
            return;
        }
        Run run = running.get(jobId);
        if (run != null && (state.equals(Phase.ABORTED.name()) || state.equals(JobStore.DELETED))) {
            run.stop(Stop.UNWANTED);
        }
        // A job was queued, or one has ended, so that another of its account may run
        wakes.release();
    }

    private void dispatch() {
        try {
            takeFromTheDead(worker.substring(0, worker.lastIndexOf('/') + 1));
            while (!closed) {
                wakes.tryAcquire(pace.lease().toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                while (!closed && running.size() < jobs.list().limits().running() && begin()) {
                    // one after the other
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** Begins the next job; false if there is none now. */
    private boolean begin() {
        Optional<Job> claimed;
        try {
            claimed = claims.claim();
        } catch (DaliFault e) {
            return false;
        }
        if (claimed.isEmpty()) {
            return false;
        }
        Job job = claimed.get();
        Run run = new Run(job);
        running.put(job.id(), run);
        if (closed) {
            // it was claimed while close() looked for what runs
            run.stop(Stop.CLOSING);
        }
        Thread.ofVirtual().name("job-" + job.id()).start(() -> run(run));
        return true;
    }

    private void run(Run run) {
        Made made = new Made(run.job);
        try {
            JobError error = work(run, made);
            end(run, made, error);
        } finally {
            running.remove(run.job.id());
            wakes.release();
        }
    }

    /** Does the work; null: it is done. */
    private @Nullable JobError work(Run run, Made made) {
        Job job = run.job;
        var deadline = clock.schedule(
                () -> run.stop(Stop.TIME_LIMIT), job.executionDuration().toMillis(), TimeUnit.MILLISECONDS);
        try {
            runner.run(job, run.cancel, made);
            return null;
        } catch (DaliFault e) {
            boolean later = e.kind() == DaliFault.Kind.OVERLOADED || e.kind() == DaliFault.Kind.TIME_LIMIT;
            return new JobError(e.getMessage(), later);
        } catch (IOException | RuntimeException e) {
            if (run.stop == Stop.NOT) {
                LOG.error("Job {} failed", job.id(), e);
            }
            return new JobError("The server failed to run the job; its log says why", true);
        } finally {
            deadline.cancel(false);
        }
    }

    /** Writes down how a run ended, as long as the job may still be this worker's. */
    private void end(Run run, Made made, @Nullable JobError error) {
        long until = System.nanoTime() + pace.lease().toNanos();
        while (true) {
            try {
                if (!tryToEnd(run, made, error)) {
                    files.removeAll(jobs.directory(run.job.id()) + run.job.attempts() + "/");
                }
                return;
            } catch (DaliFault | IOException e) {
                if (closed || System.nanoTime() > until) {
                    LOG.warn("The end of job {} cannot be written down: {}", run.job.id(), e.getMessage());
                    return;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofSeconds(1).toNanos());
            }
        }
    }

    /** False: the results are nobody's. */
    private boolean tryToEnd(Run run, Made made, @Nullable JobError error) {
        Job job = run.job;
        if (error == null && run.stop != Stop.UNWANTED) {
            return claims.complete(job, made.results, made.links);
        }
        switch (run.stop) {
            case NOT -> claims.fail(job, Phase.ERROR, error == null ? new JobError("", true) : error);
            case TIME_LIMIT -> claims.fail(job, Phase.ABORTED, timeLimit(job));
            case CLOSING -> claims.giveBack(job);
            case UNWANTED -> {}
        }
        return false;
    }

    private JobError timeLimit(Job job) {
        return new JobError(
                "The job was stopped at its time limit (executionduration) of %d s; at most %d s may be asked for"
                        .formatted(
                                job.executionDuration().toSeconds(),
                                jobs.list().limits().hardDuration().toSeconds()),
                false);
    }

    private void renew() {
        try {
            Set<String> mine = Set.copyOf(running.keySet());
            if (!mine.isEmpty()) {
                Set<String> kept = claims.renew(mine);
                mine.stream()
                        .filter(id -> !kept.contains(id))
                        .map(running::get)
                        .filter(java.util.Objects::nonNull)
                        .forEach(run -> run.stop(Stop.UNWANTED));
            }
            takeFromTheDead(null);
        } catch (RuntimeException e) {
            LOG.warn("The leases of jobs are not renewed: {}", e.getMessage());
        }
    }

    private void takeFromTheDead(@Nullable String home) {
        try {
            claims.takeFromTheDead(home);
        } catch (DaliFault e) {
            LOG.warn("Jobs of a process that died are taken over later: {}", e.getMessage());
        }
    }

    private void sweep() {
        try {
            jobs.sweep();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Jobs that have expired are removed later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        wakes.release();
        running.values().forEach(run -> run.stop(Stop.CLOSING));
        long end = System.nanoTime() + pace.grace().toNanos();
        try {
            boolean _ = stopped.await(pace.grace().toMillis(), TimeUnit.MILLISECONDS);
            while (!running.isEmpty() && System.nanoTime() < end) {
                boolean _ = wakes.tryAcquire(50, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clock.shutdownNow();
    }
}
