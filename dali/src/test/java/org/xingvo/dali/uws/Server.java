package org.xingvo.dali.uws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.uws.JobExecutor.Pace;
import org.xingvo.dali.uws.Jobs.Asker;
import org.xingvo.schemas.NoticeListener;
import org.xingvo.testing.PostgresExtension;

/** What one server process has of jobs: a board that hears of the others', a store, perhaps an executor. */
final class Server implements AutoCloseable {
    private static final Pace PACE = new Pace(Duration.ofSeconds(30), Duration.ofDays(1), Duration.ofSeconds(20));
    private static final Asker ROOT = new Asker(new Caller("root", Set.of(), true), "::1");

    final JobStore store;
    final Jobs jobs;
    /** From then on it hears of changes by others. */
    final CountDownLatch listens = new CountDownLatch(1);

    private final String name;
    private final JobBoard board = new JobBoard();
    private final MemoryFiles files;
    private final NoticeListener listener;
    private final Thread listening;
    private final List<JobExecutor> executors = new ArrayList<>();

    Server(String name, PostgresExtension postgres, MemoryFiles files, JobLimits limits) {
        this.name = name;
        this.files = files;
        this.store = new JobStore(postgres.dataSource(), board);
        this.jobs = new Jobs(
                new JobList("tap", "tap/async", Set.of("UPLOAD"), Set.of("DEST"), limits), store, files, board);
        this.listener = new NoticeListener(postgres.dataSource(), List.of(new NoticeListener.Ear() {
            @Override
            public String channel() {
                return board.channel();
            }

            @Override
            public void heard(String payload) {
                board.heard(payload);
            }

            @Override
            public void missed() {
                board.missed();
                listens.countDown();
            }
        }));
        this.listening = Thread.ofPlatform().daemon().start(listener);
    }

    JobExecutor run(JobRunner runner) {
        JobExecutor executor = new JobExecutor(jobs, store, files, runner, board, name, PACE);
        executors.add(executor);
        executor.start();
        return executor;
    }

    JobClaims worker(String worker, Duration lease) {
        return new JobClaims(store, jobs.list(), worker, lease);
    }

    /** The job at its end. */
    Job ended(String id) {
        return waited(id, null);
    }

    /** Returns when the job is in a phase. */
    void await(String id, Phase phase) {
        waited(id, phase);
    }

    private Job waited(String id, @Nullable Phase wanted) {
        Job job = jobs.find(ROOT, id);
        while (job.phase() != wanted && job.phase().active()) {
            job = jobs.await(ROOT, id, -1, job.phase());
        }
        return job;
    }

    @Override
    public void close() {
        executors.forEach(JobExecutor::close);
        listener.close();
        try {
            listening.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
