package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;

/** Files put into the user area by HTTP, on a server in a process of its own that is killed with signal 9. */
class AcknowledgedUploadsIT {
    private static final int WRITERS = 4;

    @TempDir
    Path folder;

    private ChildServer server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void surviveAKillAndReachTheCatalogue() throws Exception {
        server = ChildServer.start(folder, "serve", "--homes", "public");
        URI base = server.base();
        String token = Archive.operatorToken(folder.resolve("data"));
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        CountDownLatch enough = new CountDownLatch(40);
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            writers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; ; i++) {
                    String name = "w" + writer + "-" + i + ".fits";
                    try {
                        if (put(base, token, name).statusCode() != 201) {
                            return;
                        }
                    } catch (IOException | InterruptedException e) {
                        return;
                    }
                    acknowledged.add(name);
                    enough.countDown();
                }
            }));
        }
        assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }

        server = ChildServer.start(folder, "serve", "--homes", "public");
        URI again = server.base();
        for (String name : acknowledged) {
            assertThat(Http.get(again + "/files/home/operator/" + name)).isEqualTo(fits(name));
        }
        assertThat(catalogued(again)).isGreaterThanOrEqualTo(acknowledged.size());
    }

    @Test
    void areInTapWithinTwoSeconds() throws Exception {
        server = ChildServer.start(folder, "serve", "--homes", "public");
        URI base = server.base();
        String token = Archive.operatorToken(folder.resolve("data"));
        put(base, token, "first.fits"); // classes are loaded by the first one
        awaitCatalogued(base, "first.fits");

        assertThat(put(base, token, "second.fits").statusCode()).isEqualTo(201);
        Instant put = Instant.now();
        awaitCatalogued(base, "second.fits");
        System.out.println("an upload was in TAP after "
                + Duration.between(put, Instant.now()).toMillis() + " ms");
    }

    /** Asks until the file is there, a minute at most: how long it took is printed, not asserted. */
    private static void awaitCatalogued(URI base, String name) throws IOException, InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (count(base, "obs_collection = 'home' AND access_url LIKE '%/" + name + "'") == 0) {
            assertThat(Instant.now()).as(name + " never reached TAP").isBefore(end);
        }
    }

    /** Waits until the queue is empty, as seen by the number of rows standing still at what was put. */
    private static long catalogued(URI base) throws IOException, InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        long before = -1;
        long now = count(base, "obs_collection = 'home'");
        while (now != before && Instant.now().isBefore(end)) {
            before = now;
            Thread.onSpinWait();
            for (int i = 0; i < 50 && now == before; i++) {
                now = count(base, "obs_collection = 'home'");
            }
        }
        return now;
    }

    private static long count(URI base, String condition) throws IOException, InterruptedException {
        String answer = Http.get(base + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                + ServerConformance.encode("SELECT COUNT(*) AS n FROM ivoa.obscore WHERE " + condition));
        return Long.parseLong(answer.lines().toList().get(1).strip());
    }

    private static HttpResponse<String> put(URI base, String token, String name)
            throws IOException, InterruptedException {
        return Http.send(
                HttpRequest.newBuilder(URI.create(base + "/files/home/operator/" + name))
                        .PUT(HttpRequest.BodyPublishers.ofString(fits(name), StandardCharsets.US_ASCII)),
                token);
    }

    private static String fits(String object) {
        return SmallFits.at(object, 10.5, -20.5);
    }
}
