package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.Stage.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.PostgresExtension;

/**
 * Uploads, segments, a copy, a move, a purge and an archive that is unpacked, all at once, in a process that is killed with
 * signal 9 at some moment. The next one finds every byte that was acknowledged, no half of anything, and exact books.
 */
class SpaceKilledIT {
    private static final int ROUNDS = Integer.getInteger("xingvo.kill.rounds", 2);
    private static final int FILES = 40;
    private static final int SEGMENT = 60_000;
    private static final Pattern PHASE = Pattern.compile("<uws:phase>([A-Z]+)</uws:phase>");

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static String ann;
    static SpaceHarness here;

    /** What was answered about one upload in segments. */
    private static final class Upload {
        final int length;
        final AtomicInteger taken = new AtomicInteger();
        volatile String id = "";
        volatile boolean committed;

        Upload(int length) {
            this.length = length;
        }
    }

    /** What was answered to the client of one round. */
    private static final class Answered {
        final Map<String, byte[]> files = new ConcurrentHashMap<>();
        final Map<String, Upload> uploads = new ConcurrentHashMap<>();
        volatile boolean purged;
        volatile boolean unpacked;
        final Map<String, String> jobs = new ConcurrentHashMap<>();
    }

    @BeforeAll
    static void start() throws Exception {
        here = SpaceChild.open(postgres.dataSource(), directory);
        ann = here.user("ann");
        put("/home/ann/own.txt", bytes("own"));
        // With a quota the promises are part of the books.
        here.send(
                here.operator,
                "POST",
                "/vos/nodes/home/ann",
                node("/home/ann", "ContainerNode", "quota", "2000000000"));
    }

    @AfterAll
    static void stop() {
        here.close();
    }

    @Test
    void nothingIsLostAndNothingIsLeft() throws Exception {
        long seed = Long.getLong("xingvo.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<String, Integer> ends = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            String top = "/home/ann/r" + round;
            prepare(top);
            long trashed = trash(top + "/gone");
            here.close();
            Answered answered = new Answered();
            SpaceChild child = SpaceChild.start(postgres, directory);
            try {
                work(child, top, trashed, answered, 1 + random.nextInt(60), random.nextLong());
            } finally {
                child.kill();
            }
            here = SpaceChild.open(postgres.dataSource(), directory);
            check(top, trashed, answered, ends);
        }
        System.out.println("after " + ROUNDS + " kills: " + ends);
    }

    // Before -----------------------------------------------------------------------------------------------------

    private static void prepare(String top) {
        for (String name : List.of("", "/up", "/tree", "/tree/below", "/move", "/gone", "/archive", "/target")) {
            container(top + name);
        }
        for (int i = 0; i < FILES; i++) {
            put(top + "/tree/below/f" + i, content(i));
            put(top + "/move/f" + i, content(i));
            put(top + "/gone/f" + i, content(i));
        }
    }

    private static long trash(String path) throws Exception {
        assertThat(here.send(ann, "DELETE", "/vos/nodes" + path, null).statusCode())
                .isEqualTo(204);
        return Long.parseLong(here.rows("select node_id::text from archive.trash where path = ?", path)
                .getFirst());
    }

    private static byte[] content(int i) {
        byte[] body = new byte[20_000 + i];
        new Random(i).nextBytes(body);
        return body;
    }

    // Until it is killed -------------------------------------------------------------------------------------------

    /** All at once; the process is killed when so many uploads were acknowledged. */
    private static void work(SpaceChild child, String top, long trashed, Answered answered, int enough, long seed)
            throws Exception {
        String base = child.base().toString();
        CountDownLatch acknowledged = new CountDownLatch(enough);
        List<Future<String>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 3; writer++) {
                int w = writer;
                running.add(until(threads, () -> {
                    for (int i = 0; ; i++) {
                        // Every third file takes the place of an older one.
                        String path = top + "/up/w" + w + "-" + (i - i % 3 / 2);
                        byte[] body = content((int) (seed ^ i) & 0xfff);
                        answered.files.remove(path);
                        expect(201, here.put(ann, base + "/files" + path, body));
                        answered.files.put(path, body);
                        acknowledged.countDown();
                    }
                }));
            }
            running.add(until(threads, () -> {
                // Short ones, so that the end finds some at their commit, and a long one that it finds under way.
                for (int i = 0; ; i++) {
                    segments(base, top + "/up/segments" + i, new Upload(i % 8 == 7 ? FILES : 1 + i % 3), answered);
                }
            }));
            running.add(until(
                    threads, () -> answered.jobs.put("copy", job(base, top + "/tree", top + "/target/copy", true))));
            running.add(until(
                    threads, () -> answered.jobs.put("move", job(base, top + "/move", top + "/target/moved", false))));
            running.add(until(threads, () -> {
                expect(204, here.send(ann, "DELETE", base + "/vos/trash/" + trashed, null));
                answered.purged = true;
            }));
            running.add(until(threads, () -> {
                expect(201, here.put(ann, base + "/files" + top + "/archive?view=tar", tar()));
                answered.unpacked = true;
            }));
            assertThat(acknowledged.await(2, TimeUnit.MINUTES)).isTrue();
            child.kill();
        }
        for (Future<String> each : running) {
            assertThat(each.get()).isNotEmpty();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Works until the process is gone. */
    private static Future<String> until(ExecutorService threads, Work work) {
        return threads.submit(() -> {
            try {
                work.run();
            } catch (java.io.UncheckedIOException e) {
                return "killed";
            }
            return "done";
        });
    }

    private static void segments(String base, String path, Upload upload, Answered answered) {
        String address = base + "/files" + path;
        String total = Integer.toString(upload.length * SEGMENT);
        HttpResponse<byte[]> begun =
                here.put(ann, address, new byte[0], "x-put-txn-op", "start", "x-total-length", total);
        upload.id = begun.headers().firstValue("x-put-txn-id").orElseThrow();
        answered.uploads.put(path, upload);
        for (int i = 0; i < upload.length; i++) {
            expect(202, here.put(ann, address, segment(i), "x-put-txn-id", upload.id));
            upload.taken.incrementAndGet();
        }
        expect(201, here.put(ann, address, new byte[0], "x-put-txn-id", upload.id, "x-put-txn-op", "commit"));
        upload.committed = true;
    }

    private static byte[] segment(int i) {
        byte[] body = new byte[SEGMENT];
        Arrays.fill(body, (byte) i);
        return body;
    }

    private static String job(String base, String from, String to, boolean keep) {
        HttpResponse<byte[]> made =
                here.send(ann, "POST", base + "/vos/transfers?PHASE=RUN", transfer(VOS + to, "", "", keep, from));
        expect(303, made);
        return URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (int i = 0; i < FILES; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("in/f" + i);
                entry.setSize(content(i).length);
                tar.putArchiveEntry(entry);
                tar.write(content(i));
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    // After ------------------------------------------------------------------------------------------------------

    private static void check(String top, long trashed, Answered answered, Map<String, Integer> ends) throws Exception {
        for (Map.Entry<String, byte[]> file : answered.files.entrySet()) {
            assertThat(here.get(ann, "/files" + file.getKey()).body())
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
        for (Map.Entry<String, Upload> upload : answered.uploads.entrySet()) {
            ends.merge(goOn(upload.getKey(), upload.getValue()), 1, Integer::sum);
        }
        for (Map.Entry<String, String> job : answered.jobs.entrySet()) {
            ends.merge(job.getKey() + " " + phase(job.getValue()), 1, Integer::sum);
        }
        expectWholeOrNot(top + "/target/copy/below", answered.jobs.get("copy"));
        boolean moved = expectWholeOrNot(top + "/target/moved", answered.jobs.get("move"));
        assertThat(exists(top + "/move")).as("moved, or still there").isEqualTo(!moved);
        boolean listed = SpaceHarness.text(here.get(ann, "/vos/trash")).contains("id=\"" + trashed + "\"");
        assertThat(answered.purged && listed).as("purged, but in the trash").isFalse();
        for (int i = 0; i < FILES; i++) {
            HttpResponse<byte[]> file = here.get(ann, "/files" + top + "/archive/in/f" + i);
            assertThat(file.statusCode()).isIn(answered.unpacked ? List.of(200) : List.of(200, 404));
            assertThat(file.statusCode() == 404 || Arrays.equals(file.body(), content(i)))
                    .isTrue();
        }
        ends.merge(answered.unpacked ? "unpacked" : "not unpacked", 1, Integer::sum);
        ends.merge(answered.purged ? "purged" : "not purged", 1, Integer::sum);
        // Each looks at a page of the store.
        for (int page = 0; page <= FILES * 10 * ROUNDS / 1000; page++) {
            here.keepHouse();
        }
        here.agrees();
        assertThat(here.rows("select id::text from archive.reservation")).isEmpty();
        // At most the one whose beginning was not answered.
        assertThat(here.rows("select id from archive.upload")).hasSizeLessThanOrEqualTo(1);
        here.sql("delete from archive.upload");
    }

    /** An upload in segments goes on where its last answer was; says how it was found. */
    private static String goOn(String path, Upload upload) {
        String address = "/files" + path;
        String found = "segments committed";
        if (!upload.committed) {
            HttpResponse<byte[]> state = here.send(ann, "HEAD", address, null, "x-put-txn-id", upload.id);
            found = "segments committed without an answer";
            if (state.statusCode() == 200) {
                int done = Integer.parseInt(
                                state.headers().firstValue("x-put-txn-bytes").orElseThrow())
                        / SEGMENT;
                assertThat(done).isGreaterThanOrEqualTo(upload.taken.get());
                found = done == upload.length ? "segments not committed" : "segments went on";
                for (int i = done; i < upload.length; i++) {
                    expect(202, here.put(ann, address, segment(i), "x-put-txn-id", upload.id));
                }
                expect(201, here.put(ann, address, new byte[0], "x-put-txn-id", upload.id, "x-put-txn-op", "commit"));
            }
        }
        byte[] whole = here.get(ann, address).body();
        assertThat(whole).hasSize(upload.length * SEGMENT);
        for (int i = 0; i < upload.length; i++) {
            assertThat(whole[i * SEGMENT]).isEqualTo((byte) i);
        }
        return found;
    }

    /** The end of a job, which another process may have to bring about. */
    private static String phase(String job) {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (true) {
            String document = SpaceHarness.text(here.get(ann, job + "?WAIT=10"));
            Matcher phase = PHASE.matcher(document);
            assertThat(phase.find()).as(document).isTrue();
            if (List.of("COMPLETED", "ERROR", "ABORTED").contains(phase.group(1))) {
                return phase.group(1);
            }
            assertThat(Instant.now()).as(document).isBefore(end);
        }
    }

    /** All files of a container are there, as its job says, or nothing is. */
    private static boolean expectWholeOrNot(String path, @org.jspecify.annotations.Nullable String job) {
        boolean there = exists(path);
        if (job != null) {
            assertThat(phase(job).equals("COMPLETED"))
                    .as("%s, %s", path, SpaceHarness.text(here.get(ann, job)))
                    .isEqualTo(there);
        }
        for (int i = 0; there && i < FILES; i++) {
            assertThat(here.get(ann, "/files" + path + "/f" + i).body()).isEqualTo(content(i));
        }
        return there;
    }

    private static boolean exists(String path) {
        return here.get(ann, "/vos/nodes" + path + "?limit=0").statusCode() == 200;
    }

    private static void container(String path) {
        expect(201, here.put(ann, "/vos/nodes" + path, node(path, "ContainerNode")));
    }

    private static void put(String path, byte[] body) {
        expect(201, here.put(ann, "/files" + path, body));
    }

    private static void expect(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(() -> answer.request() + ": " + SpaceHarness.text(answer))
                .isEqualTo(status);
    }
}
