package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.tree.SpaceLimits;

/** Room that is promised to uploads, and what becomes of it. */
class RoomIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static SpaceHarness space;
    static String ann;

    @BeforeAll
    static void start() throws Exception {
        SpaceLimits usual = SpaceLimits.DEFAULT;
        space = new SpaceHarness(
                postgres.dataSource(),
                directory,
                new SpaceLimits(true, null, usual.trashKept(), 0, Duration.ofSeconds(1), 1000, usual.maxFound()));
        ann = space.user("ann");
        space.put(ann, "/files/home/ann/.keep", bytes("k"));
    }

    @AfterAll
    static void stop() {
        space.close();
        CLIENT.close();
    }

    private static String container(String name, int quota) {
        String path = "/home/ann/" + name;
        space.put(ann, "/vos/nodes" + path, node(path, "ContainerNode"));
        space.send(
                space.operator,
                "POST",
                "/vos/nodes" + path,
                node(path, "ContainerNode", "quota", Integer.toString(quota)));
        return path;
    }

    @Test
    void anUploadThatStandsStillLosesItsRoomAndCannotTakeThatOfOthers() throws Exception {
        String top = container("still", 10);
        space.put(ann, "/files" + top + "/slow", bytes("1"));
        try (Slow slow = new Slow(top + "/slow", 8)) {
            slow.send("abc");
            until(() -> text(space.get(ann, "/vos/nodes" + top + "/slow")).contains("busy=\"true\""));
            HttpResponse<byte[]> push = space.get(
                    ann,
                    "/vos/synctrans?DIRECTION=pushToVoSpace&PROTOCOL=ivo%3A%2F%2Fivoa.net%2Fvospace%2Fcore%23httpput&TARGET="
                            + VOS + top + "/slow");
            assertThat(text(push)).startsWith("NodeBusy ");
            // The room of the other upload comes back when it has stood still for a while.
            until(() ->
                    space.put(ann, "/files" + top + "/quick", bytes("12345")).statusCode() == 201);
            slow.send("defgh");
            assertThat(slow.answer()).startsWith("HTTP/1.1 413 ");
        }
        assertThat(text(space.get(ann, "/files" + top + "/slow"))).isEqualTo("1");
        assertThat(text(space.get(ann, "/vos/nodes" + top + "/slow"))).contains("busy=\"false\"");
        assertThat(space.rows("select id::text from archive.reservation")).isEmpty();
        space.agrees();
    }

    @Test
    void anUploadOfUnknownLengthMayFillTheLastByte() throws Exception {
        String top = container("edge", 300_000);
        byte[] fits = new byte[300_000];
        assertThat(put(top + "/fits", chunked(fits)).statusCode()).isEqualTo(201);
        assertThat(space.send(ann, "DELETE", "/files" + top + "/fits", null).statusCode())
                .isEqualTo(204);
        HttpResponse<byte[]> more = put(top + "/more", chunked(new byte[300_001]));
        assertThat(more.statusCode()).isEqualTo(413);
        assertThat(text(more)).startsWith("QuotaExceeded ");
        assertThat(space.get(ann, "/vos/nodes" + top + "/more").statusCode()).isEqualTo(404);
        assertThat(put(top + "/again", chunked(fits)).statusCode()).isEqualTo(201);
        assertThat(space.rows("select id::text from archive.reservation")).isEmpty();
        space.agrees();
    }

    @Test
    void anAgreementHoldsNoRoomAndAConnectionThatBreaksGivesItBack() throws Exception {
        String top = container("agreed", 10);
        String agreed = text(space.get(
                ann,
                "/vos/synctrans?DIRECTION=pushToVoSpace&PROTOCOL=ivo%3A%2F%2Fivoa.net%2Fvospace%2Fcore%23httpput&TARGET="
                        + VOS + top + "/never"));
        assertThat(agreed).contains("<vos:endpoint>");
        assertThat(space.rows("select id::text from archive.reservation")).isEmpty();
        try (Slow broken = new Slow(top + "/broken", 8)) {
            broken.send("abc");
            until(() -> count() == 1);
        }
        until(() -> count() == 0);
        assertThat(space.get(ann, "/vos/nodes" + top + "/broken").statusCode()).isEqualTo(404);
        assertThat(space.put(ann, "/files" + top + "/whole", bytes("0123456789"))
                        .statusCode())
                .isEqualTo(201);
        space.agrees();
    }

    /** An upload whose bytes come when they are told to. */
    private static final class Slow implements AutoCloseable {
        private final Socket socket;

        Slow(String path, int length) throws IOException {
            socket = new Socket(space.base.getHost(), space.base.getPort());
            send("PUT /files" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ann
                    + "\r\nContent-Length: " + length + "\r\n\r\n");
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(bytes(text));
            socket.getOutputStream().flush();
        }

        /** The first line of the answer. */
        String answer() throws IOException {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static int count() {
        try {
            return space.rows("select id::text from archive.reservation").size();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static HttpResponse<byte[]> put(String path, BodyPublisher body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(space.base + "/files" + path))
                        .header("Authorization", "Bearer " + ann)
                        .PUT(body)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** Asks until it is so. */
    private static void until(BooleanSupplier so) {
        Instant end = Instant.now().plusSeconds(20);
        while (!so.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
        }
    }
}
