package org.xingvo.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xingvo.server.Archive;
import org.xingvo.server.ServerConfig;

/**
 * Requests of the operator to the server of a data directory: the one that runs, else one started for the question on
 * a free port of the loopback address. Not for sharing among threads.
 */
final class LiveServer {
    private final URI base;
    private final String token;

    private LiveServer(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    static LiveServer of(URI base, Path dataDirectory) throws IOException {
        return new LiveServer(base, Archive.operatorToken(dataDirectory));
    }

    URI base() {
        return base;
    }

    String token() {
        return token;
    }

    /** What a command asks. */
    interface Question {
        void ask(LiveServer server) throws IOException, InterruptedException;
    }

    static void with(ServerConfig config, Question question) {
        if (!Files.isDirectory(config.dataDirectory())) {
            throw new Failure("there is no archive in " + config.dataDirectory() + "; name it with --data.");
        }
        try {
            Optional<URI> running = Archive.running(config.dataDirectory());
            if (running.isPresent()) {
                question.ask(of(running.get(), config.dataDirectory()));
            } else {
                try (Archive archive = Archive.open(config.onLoopback())) {
                    question.ask(of(archive.serve().local(), config.dataDirectory()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw Failures.sentence(e);
        }
    }

    /** The answer to a query, tab separated with a head line. */
    String query(String adql) throws IOException, InterruptedException {
        return post("/tap/sync", Map.of("LANG", "ADQL", "RESPONSEFORMAT", "tsv", "MAXREC", "1000000", "QUERY", adql));
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    String post(String path, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Posts a form whose answer is read while it comes. */
    InputStream stream(String path, List<Map.Entry<String, String>> fields) throws IOException, InterruptedException {
        String body = fields.stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        // Lives until the process ends: its answer is read after this method.
        @SuppressWarnings("resource")
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            throw StoreClient.failure(response);
        }
        return response.body();
    }

    /** Puts nothing but the name in the path. */
    String put(String path) throws IOException, InterruptedException {
        return send(request(path).PUT(HttpRequest.BodyPublishers.noBody()).build());
    }

    String delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= 300) {
                String words = response.body().lines().findFirst().orElse("");
                throw new Failure(
                        response.statusCode() == 400
                                ? response.body().strip()
                                : "the server answered " + response.statusCode() + ": " + words);
            }
            return response.body();
        }
    }
}
