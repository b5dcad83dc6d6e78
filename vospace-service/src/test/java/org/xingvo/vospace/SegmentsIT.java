package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.transfer.TransferLimits;

/** Uploads in segments, as the clients of the Canadian Astronomy Data Centre send them. */
class SegmentsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static String bob;
    static byte[] whole;

    @BeforeAll
    static void start() throws Exception {
        space = open();
        ann = space.user("ann");
        bob = space.user("bob");
        whole = new byte[250_000];
        new Random(11).nextBytes(whole);
    }

    private static SpaceHarness open() throws Exception {
        return new SpaceHarness(
                postgres.dataSource(),
                directory,
                TransferLimits.STANDARD.withSegments(
                        new TransferLimits.Segments(50_000, 120_000, Duration.ofHours(1), 3)));
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    @Test
    void theWholeAppearsAtTheCommit() throws Exception {
        String path = "/files/home/ann/whole.bin";
        HttpResponse<byte[]> begun = begin(path, whole.length);
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(header(begun, "x-put-segment-minbytes")).isEqualTo("50000");
        assertThat(header(begun, "x-put-segment-maxbytes")).isEqualTo("120000");
        String id = header(begun, "x-put-txn-id");
        HttpResponse<byte[]> first = segment(path, id, 0, 100_000);
        assertThat(first.statusCode()).isEqualTo(202);
        // Of all that is there, not of the segment.
        assertThat(header(first, "Digest")).isEqualTo("md5=" + md5(0, 100_000));
        assertThat(header(segment(path, id, 100_000, 200_000), "Digest")).isEqualTo("md5=" + md5(0, 200_000));
        assertThat(space.get(ann, path).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> state = space.send(ann, "HEAD", path, null, "x-put-txn-id", id);
        assertThat(header(state, "x-put-txn-bytes")).isEqualTo("200000");
        assertThat(header(state, "x-total-length")).isEqualTo("250000");
        segment(path, id, 200_000, 250_000);
        HttpResponse<byte[]> done = commit(path, id);
        assertThat(done.statusCode()).as(text(done)).isEqualTo(201);
        assertThat(header(done, "Digest")).isEqualTo("md5=" + md5(0, 250_000));
        assertThat(space.get(ann, path).body()).isEqualTo(whole);
        assertThat(space.send(ann, "HEAD", path, null, "x-put-txn-id", id).statusCode())
                .isEqualTo(404);
        assertThat(space.rows("select id from archive.upload where id = ?", id)).isEmpty();
    }

    @Test
    void aRevertTakesTheLastSegmentBackAndAnAbortAll() throws Exception {
        String path = "/files/home/ann/back.bin";
        String id = header(begin(path, whole.length), "x-put-txn-id");
        segment(path, id, 0, 100_000);
        segment(path, id, 100_000, 200_000);
        HttpResponse<byte[]> back = post(path, id, "revert");
        assertThat(back.statusCode()).isEqualTo(202);
        assertThat(header(back, "Digest")).isEqualTo("md5=" + md5(0, 100_000));
        assertThat(commit(path, id).statusCode()).isEqualTo(400);
        assertThat(header(segment(path, id, 100_000, 200_000), "Digest")).isEqualTo("md5=" + md5(0, 200_000));
        assertThat(post(path, id, "abort").statusCode()).isEqualTo(204);
        assertThat(segment(path, id, 200_000, 250_000).statusCode()).isEqualTo(404);
        assertThat(space.get(ann, path).statusCode()).isEqualTo(404);
    }

    @Test
    void anUploadGoesOnInAnotherServer() throws Exception {
        String path = "/files/home/ann/resumed.bin";
        String id = header(begin(path, whole.length), "x-put-txn-id");
        segment(path, id, 0, 100_000);
        space.close();
        space = open();
        HttpResponse<byte[]> state = space.send(ann, "HEAD", path, null, "x-put-txn-id", id);
        assertThat(header(state, "x-put-txn-bytes")).isEqualTo("100000");
        assertThat(header(state, "Digest")).isEqualTo("md5=" + md5(0, 100_000));
        segment(path, id, 100_000, 200_000);
        segment(path, id, 200_000, 250_000);
        assertThat(commit(path, id).statusCode()).isEqualTo(201);
        assertThat(space.get(ann, path).body()).isEqualTo(whole);
    }

    @Test
    void aWrongDigestChangesNothing() throws Exception {
        String path = "/files/home/ann/digest.bin";
        String id = header(begin(path, whole.length), "x-put-txn-id");
        segment(path, id, 0, 100_000);
        HttpResponse<byte[]> wrong = space.put(
                ann, path, part(100_000, 200_000), "x-put-txn-id", id, "Content-Digest", "md5=:" + md5(0, 10) + ":");
        assertThat(wrong.statusCode()).isEqualTo(412);
        assertThat(header(segment(path, id, 100_000, 200_000), "Digest")).isEqualTo("md5=" + md5(0, 200_000));
        segment(path, id, 200_000, 250_000);
        assertThat(space.put(
                                ann,
                                path,
                                new byte[0],
                                "x-put-txn-id",
                                id,
                                "x-put-txn-op",
                                "commit",
                                "Digest",
                                "md5=" + md5(0, 10))
                        .statusCode())
                .isEqualTo(412);
        assertThat(commit(path, id).statusCode()).isEqualTo(201);
    }

    @Test
    void limitsAreToldAndOthersSeeNothing() throws Exception {
        String path = "/files/home/ann/limits.bin";
        String id = header(begin(path, whole.length), "x-put-txn-id");
        assertThat(segment(path, id, 0, 150_000).statusCode()).isEqualTo(413);
        assertThat(segment(path, id, 0, 1_000).statusCode()).isEqualTo(400);
        assertThat(space.send(bob, "HEAD", path, null, "x-put-txn-id", id).statusCode())
                .isEqualTo(404);
        assertThat(space.put(ann, "/files/home/ann/other.bin", part(0, 60_000), "x-put-txn-id", id)
                        .statusCode())
                .isEqualTo(404);
        List<String> more = List.of(
                header(begin("/files/home/ann/m1", 60_000), "x-put-txn-id"),
                header(begin("/files/home/ann/m2", 60_000), "x-put-txn-id"));
        assertThat(begin("/files/home/ann/m3", 60_000).statusCode()).isEqualTo(413);
        post(path, id, "abort");
        post("/files/home/ann/m1", more.get(0), "abort");
        post("/files/home/ann/m2", more.get(1), "abort");
    }

    private static HttpResponse<byte[]> begin(String path, int length) {
        return space.put(ann, path, new byte[0], "x-put-txn-op", "start", "x-total-length", Integer.toString(length));
    }

    private static HttpResponse<byte[]> segment(String path, String id, int from, int to) {
        return space.put(ann, path, part(from, to), "x-put-txn-id", id);
    }

    private static HttpResponse<byte[]> commit(String path, String id) {
        return space.put(ann, path, new byte[0], "x-put-txn-id", id, "x-put-txn-op", "commit");
    }

    private static HttpResponse<byte[]> post(String path, String id, String operation) {
        return space.send(ann, "POST", path, bytes(""), "x-put-txn-id", id, "x-put-txn-op", operation);
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(whole, from, to);
    }

    private static String md5(int from, int to) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(part(from, to)));
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("none, status " + answer.statusCode() + " " + text(answer));
    }
}
