package org.xingvo.dali.uws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.RequestParameters.FilePart;
import org.xingvo.dali.http.RequestParameters.Form;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.uws.Jobs.Asker;
import org.xingvo.testing.PostgresExtension;

/** Two server processes on one database. */
class JobsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static final Asker ANA = asker("ana");

    private final MemoryFiles files = new MemoryFiles();
    private Server here;
    private Server there;

    @BeforeEach
    void start() throws Exception {
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from archive.job");
        }
        here = new Server("here", POSTGRES, files, limits(5_000));
        there = new Server("there", POSTGRES, files, limits(5_000));
    }

    @AfterEach
    void stop() throws Exception {
        here.close();
        there.close();
    }

    @Test
    void everyJobIsRunOnceByOneOfTheProcesses() throws Exception {
        Queue<String> runs = new ConcurrentLinkedQueue<>();
        JobRunner runner = (job, cancel, results) -> {
            runs.add(job.id());
            results.add("result", "text/plain", "r.txt", out -> out.write('x'));
        };
        here.run(runner);
        there.run(runner);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            made.add((i % 2 == 0 ? here : there)
                    .jobs
                    .create(asker("user" + i % 5), "http://h", form("PHASE", "RUN"))
                    .id());
        }
        for (String id : made) {
            Job job = here.ended(id);
            assertThat(job.phase()).isEqualTo(Phase.COMPLETED);
            assertThat(job.attempts()).isEqualTo(1);
            assertThat(files.files.get(job.result("result").orElseThrow().file()))
                    .containsExactly('x');
        }
        assertThat(runs).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void anAbortReachesTheProcessThatRunsTheJob() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        there.run((job, cancel, results) -> {
            cancel.onRequest(cancelled::countDown);
            await(cancelled);
        });
        there.listens.await();
        String id = made("PHASE", "RUN");
        here.await(id, Phase.EXECUTING);

        here.jobs.setPhase(ANA, id, parameter("PHASE", "ABORT"));

        assertThat(here.jobs.find(ANA, id).phase()).isEqualTo(Phase.ABORTED);
        cancelled.await();
    }

    @Test
    void aDeletedJobIsStoppedAndItsFilesAreRemoved() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        there.run((job, cancel, results) -> {
            results.add("first", "text/plain", "r.txt", out -> out.write('x'));
            cancel.onRequest(cancelled::countDown);
            await(cancelled);
            results.add("second", "text/plain", "r.txt", out -> out.write('x'));
        });
        there.listens.await();
        Form form = new Form(
                Map.of("PHASE", List.of("RUN")),
                List.of(new FilePart("table", new SentBytes.InMemory(new byte[] {1, 2}))));
        String id = here.jobs.create(ANA, "http://h", form).id();
        here.await(id, Phase.EXECUTING);
        String sent = here.jobs.find(ANA, id).parameters().getFirst().file();
        assertThat(files.files.get(sent)).containsExactly(1, 2);

        here.jobs.delete(ANA, id);

        assertThatThrownBy(() -> here.jobs.find(ANA, id)).hasMessageContaining("found none");
        cancelled.await();
        while (!files.files.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aJobWhoseProcessDiedIsRunByAnother() throws Exception {
        JobClaims dead = here.worker("dead/1", Duration.ofMillis(-1));
        String id = made("PHASE", "RUN");
        Job claimed = dead.claim().orElseThrow();
        assertThat(claimed.id()).isEqualTo(id);

        there.run((job, cancel, results) -> {});
        // takes over when it starts, or at its next beat; it need not be waited for
        here.worker("beat/1", Duration.ofDays(1)).takeFromTheDead(null);
        Job job = here.ended(id);

        assertThat(job.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(job.attempts()).isEqualTo(2);
        assertThat(dead.complete(claimed, List.of(), List.of())).isFalse();
        assertThat(dead.fail(claimed, Phase.ERROR, new Job.JobError("late", false)))
                .isFalse();
    }

    @Test
    void aLeaseThatIsRenewedIsKept() throws Exception {
        JobClaims worker = here.worker("worker/1", Duration.ofDays(1));
        String id = made("PHASE", "RUN");
        assertThat(worker.claim()).isPresent();
        there.worker("other/1", Duration.ofDays(1)).takeFromTheDead("nobody/");
        assertThat(worker.renew(Set.of(id, "unknown"))).containsExactly(id);
        here.jobs.setPhase(ANA, id, parameter("PHASE", "ABORT"));
        assertThat(worker.renew(Set.of(id))).isEmpty();
    }

    @Test
    void aJobThatKillsItsProcessEachTimeFailsInTheEnd() throws Exception {
        JobClaims dead = here.worker("dead/1", Duration.ofMillis(-1));
        String id = made("PHASE", "RUN");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(dead.claim()).isPresent();
            dead.takeFromTheDead(null);
        }
        Job job = here.jobs.find(ANA, id);
        assertThat(job.phase()).isEqualTo(Phase.ERROR);
        assertThat(job.error()).isEqualTo(new Job.JobError("The server stopped 3 times while it ran the job", true));
    }

    @Test
    void aRestartedProcessTakesUpItsJobsAtOnce() throws Exception {
        JobClaims before = here.worker("here/before", Duration.ofDays(1));
        String id = made("PHASE", "RUN");
        assertThat(before.claim()).isPresent();
        here.run((job, cancel, results) -> {});
        assertThat(here.ended(id).attempts()).isEqualTo(2);
    }

    @Test
    void aProcessThatStopsGivesItsJobsBack() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        JobExecutor stopped = here.run((job, cancel, results) -> {
            cancel.onRequest(cancelled::countDown);
            await(cancelled);
            throw new DaliFault(DaliFault.Kind.FATAL, "cancelled");
        });
        String id = made("PHASE", "RUN");
        here.await(id, Phase.EXECUTING);
        stopped.close();
        Job back = there.jobs.find(ANA, id);
        assertThat(back.phase()).isEqualTo(Phase.QUEUED);
        assertThat(back.attempts()).isZero();
        there.run((job, cancel, results) -> {});
        assertThat(there.ended(id).phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void nobodyHasMoreRunningThanHeMayWhateverTheProcesses() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        JobRunner counting = (job, cancel, results) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            await(go);
            now.decrementAndGet();
        };
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(made("PHASE", "RUN"));
        }
        here.run(counting);
        there.run(counting);
        two.await();
        assertThat(here.worker("third/1", Duration.ofDays(1)).claim()).isEmpty();
        go.countDown();
        for (String id : ids) {
            assertThat(here.ended(id).phase()).isEqualTo(Phase.COMPLETED);
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void expiredJobsAreRemovedWithTheirFiles() throws Exception {
        here.run((job, cancel, results) -> results.add("result", "text/plain", "r.txt", out -> out.write('x')));
        String kept = made("PHASE", "RUN");
        String expired = made("PHASE", "RUN");
        here.ended(kept);
        here.ended(expired);
        here.jobs.setDestruction(ANA, expired, parameter("DESTRUCTION", "2020-01-01"));

        there.jobs.sweep();

        assertThatThrownBy(() -> here.jobs.find(ANA, expired)).hasMessageContaining("found none");
        assertThat(files.files).containsOnlyKeys("tap/" + kept + "/1/result");
    }

    @Test
    void whoWaitsHearsOfAChangeByAnotherProcess() throws Exception {
        here.listens.await();
        String id = made("QUERY", "x");
        CountDownLatch begun = new CountDownLatch(1);
        List<Phase> heard = new ArrayList<>();
        Thread waiter = Thread.ofVirtual().start(() -> {
            begun.countDown();
            heard.add(here.jobs.await(ANA, id, -1, Phase.PENDING).phase());
        });
        begun.await();
        there.jobs.setPhase(ANA, id, parameter("PHASE", "RUN"));
        waiter.join();
        assertThat(heard).containsExactly(Phase.QUEUED);
        assertThat(here.jobs.await(ANA, id, -1, Phase.PENDING).phase()).isEqualTo(Phase.QUEUED);
        assertThat(here.jobs.await(ANA, id, 0, null).phase()).isEqualTo(Phase.QUEUED);
    }

    @Test
    void aListHasWhatTheAskerMaySeeAndTheFilterWants() throws Exception {
        Asker bob = asker("bob");
        Asker guest = new Asker(Caller.ANONYMOUS, "192.0.2.1");
        Asker neighbour = new Asker(Caller.ANONYMOUS, "192.0.2.2");
        String first = made("RUNID", "a");
        String second = made("PHASE", "RUN");
        here.jobs.create(bob, "http://h", form("QUERY", "x"));
        String guests = here.jobs.create(guest, "http://h", form("QUERY", "x")).id();

        assertThat(ids(ANA)).containsExactlyInAnyOrder(second, first);
        assertThat(ids(ANA, "PHASE", "PENDING")).containsExactly(first);
        assertThat(ids(ANA, "LAST", "1")).hasSize(1);
        assertThat(ids(ANA, "AFTER", "2999-01-01")).isEmpty();
        assertThat(ids(guest)).containsExactly(guests);
        assertThat(ids(neighbour)).isEmpty();
        assertThat(ids(new Asker(new Caller("root", Set.of(), true), "::1"))).hasSize(4);

        assertThat(here.jobs.find(neighbour, guests).id()).isEqualTo(guests);
        assertThatThrownBy(() -> here.jobs.find(bob, first)).hasMessageContaining("found another user");
        assertThatThrownBy(() -> here.jobs.delete(guest, first)).hasMessageContaining("found nobody");
    }

    @Test
    void whatIsTooLateIsRefused() throws Exception {
        String id = made("QUERY", "x");
        here.jobs.setParameters(ANA, id, form("query", "y\0z"));
        assertThat(here.jobs.find(ANA, id).parameters())
                .containsExactly(new Job.JobParameter("QUERY", "y\uFFFDz", null));
        here.jobs.setDuration(ANA, id, parameter("EXECUTIONDURATION", "5"));
        here.jobs.setPhase(ANA, id, parameter("PHASE", "ABORT"));
        assertThat(here.jobs.find(ANA, id).phase()).isEqualTo(Phase.ABORTED);
        assertThat(here.jobs.find(ANA, id).executionDuration()).isEqualTo(Duration.ofSeconds(5));

        assertThatThrownBy(() -> here.jobs.setParameters(ANA, id, form("QUERY", "z")))
                .hasMessage("Job " + id + ": it is ABORTED, and its parameters may be changed only before that");
        assertThatThrownBy(() -> here.jobs.setPhase(ANA, id, parameter("PHASE", "RUN")))
                .hasMessage("Job " + id + ": it is ABORTED, and it may be run only before that");
    }

    @Test
    void anAccountHasNoMoreJobsThanItMay() throws Exception {
        try (Server small = new Server("small", POSTGRES, files, limits(2))) {
            small.jobs.create(ANA, "http://h", form("QUERY", "x"));
            small.jobs.create(ANA, "http://h", form("QUERY", "x"));
            assertThatThrownBy(() -> small.jobs.create(ANA, "http://h", form("QUERY", "x")))
                    .hasMessage("Jobs: expected at most 2 kept at once, found as many; delete some");
        }
    }

    private String made(String name, String value) throws Exception {
        return here.jobs.create(ANA, "http://h", form(name, value)).id();
    }

    private List<String> ids(Asker asker) {
        return ids(asker, "LAST", "100");
    }

    private List<String> ids(Asker asker, String name, String value) {
        return here.jobs.list(asker, JobFilter.of(parameter(name, value))).stream()
                .map(Job::id)
                .toList();
    }

    private static Asker asker(String user) {
        return new Asker(new Caller(user, Set.of(), false), "::1");
    }

    private static Parameters parameter(String name, String value) {
        return Parameters.of(Map.of(name, List.of(value)));
    }

    private static Form form(String name, String value) {
        return new Form(Map.of(name, List.of(value)), List.of());
    }

    private static JobLimits limits(int kept) {
        JobLimits s = JobLimits.STANDARD;
        return new JobLimits(
                s.duration(), s.hardDuration(), s.retention(), s.hardRetention(), 2, 2, kept, 3, s.longestWait());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
