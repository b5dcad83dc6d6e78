package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A collection of random files of a running server, and what should be in it. For one thread. */
final class XsFiles {
    private static final int MOST_BYTES = 1_500_000;

    private final URI base;
    private final String token;
    private final String name;
    private final Random random;
    private final Map<String, String> expected = new TreeMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable String id;
    private int serial;
    private long written;

    XsFiles(URI base, String token, String name, Random random) {
        this.base = base;
        this.token = token;
        this.name = name;
        this.random = random;
    }

    /** @param settings as of a form */
    void create(String settings) throws Exception {
        String answer = post("/care/create", "name=" + name + "&" + settings);
        id = answer.replaceAll("(?s).*\"id\":\"([0-9A-F]{8})\".*", "$1");
    }

    String id() {
        return String.valueOf(id);
    }

    /** Changes settings of the collection, as of a form. */
    void set(String settings) throws Exception {
        post("/care/change", "name=" + name + "&" + settings);
    }

    /** Puts some files, and then renames one and deletes one. */
    void change(int files) throws Exception {
        for (int i = 0; i < files; i++) {
            byte[] body = new byte[1 + random.nextInt(MOST_BYTES)];
            random.nextBytes(body);
            put("f" + serial++, body);
        }
        List<String> names = List.copyOf(expected.keySet());
        String renamed = names.get(random.nextInt(names.size()));
        String to = "r" + serial++;
        send(request("/" + renamed + "?rename=" + to, token).POST(BodyPublishers.noBody()), 200);
        expected.put(to, String.valueOf(expected.remove(renamed)));
        String deleted = List.copyOf(expected.keySet()).get(random.nextInt(expected.size()));
        send(request("/" + deleted, token).DELETE(), 204);
        expected.remove(deleted);
    }

    void put(String file, byte[] body) throws Exception {
        send(request("/" + file, token).PUT(BodyPublishers.ofByteArray(body)), 201);
        expected.put(file, digest(body));
        written += body.length;
    }

    /** Bytes that were put in all. */
    long written() {
        return written;
    }

    Map<String, String> expected() {
        return expected;
    }

    /** The last line of a verification. */
    String verify() throws Exception {
        return post("/care/verify", "name=" + name).lines().toList().getLast();
    }

    /** Every file with the digest of what the server gives. */
    Map<String, String> digests() throws Exception {
        HttpResponse<byte[]> list = client.send(
                authorized(URI.create(base + "/xs/" + name + "/?limit=10000"), token)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> digests = new TreeMap<>();
        for (String entry : new String(list.body(), java.nio.charset.StandardCharsets.UTF_8).split("\\{", -1)) {
            if (entry.startsWith("\"name\":")) {
                String file = entry.substring(8, entry.indexOf('"', 8));
                HttpResponse<byte[]> got = client.send(
                        authorized(URI.create(base + "/xs/" + name + "/" + file), token)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(got.statusCode()).as(file).isEqualTo(200);
                digests.put(file, digest(got.body()));
            }
        }
        return digests;
    }

    /** Of all files below a directory; 0 if it is not there. */
    static long bytesBelow(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    static String digest(byte[] body) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }

    private String post(String path, String form) throws Exception {
        HttpResponse<String> response = client.send(
                authorized(URI.create(base + path), token)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return response.body();
    }

    private HttpRequest.Builder request(String path, String who) {
        return authorized(URI.create(base + "/xs/" + name + path), who);
    }

    private static HttpRequest.Builder authorized(URI uri, String who) {
        return HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + who);
    }

    private void send(HttpRequest.Builder request, int expectedStatus) throws Exception {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expectedStatus);
    }
}
