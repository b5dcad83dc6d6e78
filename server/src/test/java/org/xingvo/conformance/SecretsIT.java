package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.conformance.ServerConformance.encode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opens a door stands neither in the log of the server nor in the trail of events. */
class SecretsIT {
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final String GUESS = "a-guess-that-is-wrong-4711";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    static Path folder;

    @Test
    void noSecretIsInTheLogOrInTheTrail() throws Exception {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("password", PASSWORD);
        secrets.put("wrong password", GUESS);
        String trail;
        try (ChildServer server = ChildServer.start(folder)) {
            Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            String data = folder.resolve("data").toString();
            assertThat(ChildServer.runWith(
                                    folder,
                                    "exec < " + folder.resolve("password"),
                                    "user",
                                    "add",
                                    "ann",
                                    "--password",
                                    "--data",
                                    data)
                            .exitCode())
                    .isZero();
            String base = server.base().toString();
            String basic = basic(PASSWORD);
            assertThat(put(base + "/files/home/ann/a.txt", basic).statusCode()).isEqualTo(201);
            assertThat(put(base + "/files/home/ann/a.txt", basic(GUESS)).statusCode())
                    .isEqualTo(401);
            secrets.put("credentials", basic.substring("Basic ".length()));

            String token = ChildServer.run(folder, "token", "create", "ann", "--scope", "write", "--data", data)
                    .output()
                    .strip();
            secrets.put("token", token.substring(token.lastIndexOf('\n') + 1));
            String bearer = "Bearer " + secrets.get("token");
            assertThat(put(base + "/files/home/ann/b.txt", bearer).statusCode()).isEqualTo(201);
            secrets.put("unknown token", "xing_" + "N".repeat(43));
            assertThat(put(base + "/files/home/ann/b.txt", "Bearer " + secrets.get("unknown token"))
                            .statusCode())
                    .isEqualTo(401);

            String space = "vos://xingvo.local~vos/home/ann/";
            String agreed = post(
                            base + "/vos/synctrans",
                            "TARGET=" + encode(space + "c.txt") + "&DIRECTION=pushToVoSpace&PROTOCOL="
                                    + encode("ivo://ivoa.net/vospace/core#httpput"),
                            bearer)
                    .body();
            String endpoint = first("endpoint>([^<]+)<", agreed);
            secrets.put("signed address", first("signed:([^/]+)/", endpoint));
            assertThat(put(endpoint, null).statusCode()).isEqualTo(201);
            assertThat(put(endpoint.replace("c.txt", "d.txt"), null).statusCode())
                    .isEqualTo(403);

            HttpResponse<String> link = post(base + "/vos/links", "target=" + encode(space + "a.txt"), bearer);
            String linked = link.headers().firstValue("Location").orElseThrow();
            secrets.put("link", first("link:([^/]+)/", linked));
            assertThat(Http.get(linked)).isEqualTo("text");

            HttpResponse<String> login = post(base + "/login", "username=ann&password=" + encode(PASSWORD), null);
            String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
            secrets.put("cookie", first("=([^;]{16,})", cookie));
            post(base + "/login", "username=ann&password=" + encode(GUESS), null);
            trail = ChildServer.run(folder, "audit", "--data", data).output();
            server.terminate();
        }
        assertThat(trail).contains("login.success").contains("login.failure").contains("node.write");
        StringBuilder log = new StringBuilder();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "server*.log")) {
            for (Path each : logs) {
                log.append(Files.readString(each));
            }
        }
        assertThat(log.toString()).contains(" is ready at ");
        secrets.forEach((what, secret) -> {
            assertThat(log.toString().contains(secret)).as(what + " in the log").isFalse();
            assertThat(trail.contains(secret)).as(what + " in the trail").isFalse();
        });
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("ann:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> put(String address, @Nullable String authorization)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address)).PUT(BodyPublishers.ofString("text")), authorization);
    }

    private static HttpResponse<String> post(String address, String form, @Nullable String authorization)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", FORM)
                        .POST(BodyPublishers.ofString(form)),
                authorization);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, @Nullable String authorization)
            throws IOException, InterruptedException {
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return Http.send(request, null);
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }
}
