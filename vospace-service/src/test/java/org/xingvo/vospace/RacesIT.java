package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/** Many at once, while the house is kept: one winner, no orphan, no lost byte, the books exact. */
class RacesIT {
    private static final int ROUNDS = 6;

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory, SpaceHarness.OPEN);
        ann = space.user("ann");
        space.put(ann, "/files/home/ann/.keep", bytes("k"));
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    /** Statuses or fault names, in the order of the tasks. */
    private static List<String> together(List<Callable<String>> tasks) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = new ArrayList<>();
            for (Callable<String> task : tasks) {
                running.add(threads.submit(() -> {
                    gate.await();
                    return task.call();
                }));
            }
            gate.countDown();
            List<String> results = new ArrayList<>();
            for (Future<String> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }

    private static Callable<String> http(String method, String path, byte @Nullable [] body) {
        return () -> Integer.toString(space.send(ann, method, path, body).statusCode());
    }

    private static Callable<String> move(String from, String to) {
        return () -> {
            try {
                space.space.tree().move(viewer(), path(from), path(to));
                return "moved";
            } catch (VospaceFault e) {
                return e.kind().faultName();
            }
        };
    }

    @Test
    void ofManyCreatorsOfOneNameOneWins() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String path = "/home/ann/one" + i;
            List<Callable<String>> tasks = new ArrayList<>();
            for (int j = 0; j < 8; j++) {
                tasks.add(http("PUT", "/vos/nodes" + path, node(path, "ContainerNode")));
            }
            List<String> results = together(tasks);
            assertThat(results).containsOnly("201", "409");
            assertThat(results.stream().filter("201"::equals)).hasSize(1);
        }
        List<Callable<String>> uploads = new ArrayList<>();
        for (int j = 0; j < 8; j++) {
            uploads.add(http("PUT", "/files/home/ann/samefile", bytes("body" + j)));
        }
        assertThat(together(uploads)).containsOnly("201");
        space.agrees();
    }

    @Test
    void aMoveAndUploadsLeaveNothingBehind() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String from = "/home/ann/mu" + i;
            container(from);
            container(from + "/in");
            String to = "/home/ann/mu-moved" + i;
            List<Callable<String>> tasks = new ArrayList<>();
            for (int j = 0; j < 8; j++) {
                tasks.add(http("PUT", "/files" + from + "/in/f" + j, bytes("bytes" + j)));
            }
            tasks.add(4, move(from, to));
            List<String> results = together(tasks);
            assertThat(results.get(4)).isEqualTo("moved");
            long stored = results.stream().filter("201"::equals).count();
            assertThat(space.rows("select f.name from archive.node f join archive.node i on i.id = f.parent_id"
                            + " join archive.node m on m.id = i.parent_id where m.name = 'mu-moved" + i + "'"))
                    .hasSize((int) stored);
            space.agrees();
        }
    }

    @Test
    void deletingAndListingAndUploadingAgree() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String path = "/home/ann/dl" + i;
            container(path);
            for (int j = 0; j < 5; j++) {
                space.put(ann, "/files" + path + "/f" + j, bytes("x"));
            }
            List<Callable<String>> tasks = new ArrayList<>();
            for (int j = 0; j < 4; j++) {
                tasks.add(http("GET", "/vos/nodes" + path, null));
                tasks.add(http("PUT", "/files" + path + "/g" + j, bytes("y")));
            }
            tasks.add(3, http("DELETE", "/vos/nodes" + path, null));
            tasks.add(5, http("DELETE", "/vos/nodes" + path, null));
            List<String> results = together(tasks);
            assertThat(results).isSubsetOf("200", "201", "204", "404");
            assertThat(results.stream().filter("204"::equals)).hasSize(1);
        }
        space.agrees();
    }

    @Test
    void twoContainersThatMoveIntoEachOtherMakeNoCircle() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String a = "/home/ann/a" + i;
            String b = "/home/ann/b" + i;
            container(a);
            container(b);
            List<String> results = together(List.of(move(a, b + "/x"), move(b, a + "/x")));
            assertThat(results).contains("moved");
            assertThat(results.stream().filter("moved"::equals)).hasSize(1);
        }
        assertThat(space.rows("""
                with recursive below (id) as (
                    select id from archive.node where parent_id is null
                    union all
                    select n.id from below b join archive.node n on n.parent_id = b.id)
                select n.name from archive.node n where n.id not in (select id from below)""")).isEmpty();
        space.agrees();
    }

    @Test
    void aQuotaIsExactForFiftyUploadsAtOnce() throws Exception {
        container("/home/ann/quota");
        space.send(
                space.operator,
                "POST",
                "/vos/nodes/home/ann/quota",
                node("/home/ann/quota", "ContainerNode", "quota", "2000"));
        List<Callable<String>> tasks = new ArrayList<>();
        for (int j = 0; j < 50; j++) {
            tasks.add(http("PUT", "/files/home/ann/quota/f" + j, new byte[100]));
        }
        List<String> results = together(tasks);
        assertThat(results).containsOnly("201", "413");
        assertThat(results.stream().filter("201"::equals)).hasSize(20);
        assertThat(space.rows("select u.bytes from archive.node n, archive.used(n.id) u where n.name = 'quota'"))
                .containsExactly("2000");
        assertThat(space.rows("select id from archive.reservation")).isEmpty();
        space.agrees();
    }

    private static void container(String path) {
        assertThat(space.put(ann, "/vos/nodes" + path, node(path, "ContainerNode"))
                        .statusCode())
                .isEqualTo(201);
    }

    private static Viewer viewer() {
        return space.space.tree().viewer(space.identities.callerNamed("ann"));
    }

    private static RequestPath path(String plain) {
        return new RequestPath(List.of(plain.substring(1).split("/", -1)));
    }
}
