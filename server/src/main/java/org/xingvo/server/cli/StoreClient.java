package org.xingvo.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.server.Archive;
import org.xingvo.server.StoreDoor;
import org.xingvo.server.client.ReplicatedReader;

/**
 * Requests to {@code /xs} and {@code /care}: of a server far away, of the one that runs on a data directory, or of one
 * opened for the command without a database. Thread-safe.
 */
final class StoreClient implements AutoCloseable {
    private final List<URI> bases;
    private final @Nullable String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final @Nullable StoreDoor own;

    private StoreClient(List<URI> bases, @Nullable String token, @Nullable StoreDoor own) {
        this.bases = bases;
        this.token = token;
        this.own = own;
    }

    /** @param servers the first, and copies of it that are asked when it is gone */
    static StoreClient of(List<URI> servers, @Nullable String token) {
        for (URI server : servers) {
            if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
                throw new Failure("--server: expected a URL like http://host:8080, found " + server + ".");
            }
        }
        return new StoreClient(
                servers.stream()
                        .map(server -> URI.create(server.toString().replaceFirst("/+$", "")))
                        .toList(),
                token,
                null);
    }

    /** @param make make a store where there is none */
    static StoreClient of(Path dataDirectory, boolean make) throws IOException {
        Optional<URI> running = Archive.running(dataDirectory);
        if (running.isPresent()) {
            return new StoreClient(List.of(running.get()), Archive.operatorToken(dataDirectory), null);
        }
        if (!make && !Files.isDirectory(dataDirectory)) {
            throw new Failure("there is no archive in " + dataDirectory
                    + "; name it with --data, or make a collection with `xing collection create`.");
        }
        StoreDoor door = StoreDoor.open(dataDirectory);
        return new StoreClient(List.of(door.base()), door.token(), door);
    }

    /** The path of an object or the start of names, percent-encoded. */
    static String path(String collection, String name) {
        StringBuilder path = new StringBuilder("/xs/").append(RequestPath.encode(collection));
        if (!name.isEmpty()) {
            for (String segment : name.split("/", -1)) {
                path.append('/').append(RequestPath.encode(segment));
            }
        }
        return path.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bases.getFirst() + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /** Sends a request; whatever is not a success is a {@link Failure} with the server's sentence. */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = sendAny(request);
        if (response.statusCode() >= 300) {
            throw failure(response);
        }
        return response;
    }

    /** Sends a request; one that only reads goes to the next server when one does not answer. */
    HttpResponse<InputStream> sendAny(HttpRequest request) throws IOException, InterruptedException {
        String path =
                request.uri().toString().substring(bases.getFirst().toString().length());
        List<URI> askable = request.method().equals("GET") ? bases : List.of(bases.getFirst());
        for (URI base : askable) {
            HttpRequest there = HttpRequest.newBuilder(request, (name, value) -> true)
                    .uri(URI.create(base + path))
                    .build();
            try {
                return http.send(there, BodyHandlers.ofInputStream());
            } catch (ConnectException e) {
                // the next one, if there is one
            }
        }
        throw new Failure("no server answers at "
                + askable.stream().map(URI::toString).collect(Collectors.joining(" or ")) + ".");
    }

    /** Whether there is more than one server to read from. */
    boolean hasCopies() {
        return bases.size() > 1;
    }

    /** A reader of objects that goes on at the next server when one breaks off. */
    ReplicatedReader replicated() {
        return new ReplicatedReader(bases, token);
    }

    static Failure failure(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(64 << 10), StandardCharsets.UTF_8).strip();
            if (text.startsWith("{\"status\"")
                    && JsonText.parse(text) instanceof Map<?, ?> said
                    && said.get("error") != null) {
                return new Failure(said.get("error") + ".");
            }
            return new Failure("the server answered " + response.statusCode() + ": "
                    + text.lines().findFirst().orElse("nothing") + ".");
        }
    }

    /** What is known to be damaged in a collection: names and what is wrong with each. */
    Map<String, String> damages(String collection) throws IOException, InterruptedException {
        Map<String, String> damages = new HashMap<>();
        for (Object each : JsonText.list(get(path(collection, "") + "?damages&limit=10000"), "damages")) {
            Map<?, ?> damage = (Map<?, ?>) each;
            damages.put(String.valueOf(damage.get("name")), String.valueOf(damage.get("what")));
        }
        return damages;
    }

    /** A JSON document. */
    Map<?, ?> get(String path) throws IOException, InterruptedException {
        try (InputStream body = send(request(path).GET().build()).body()) {
            return JsonText.object(body);
        }
    }

    /** Sends a form to {@code /care} and reads the JSON document that answers. */
    Map<?, ?> care(String what, Map<String, String> form) throws IOException, InterruptedException {
        try (InputStream body = send(form("/care/" + what, form)).body()) {
            return JsonText.object(body);
        }
    }

    /** Sends a form to {@code /care} and passes on what it says; a {@link Failure} if that ends badly. */
    void follow(String what, Map<String, String> form, ByteProgress progress, Consumer<String> say)
            throws IOException, InterruptedException {
        boolean ended = false;
        try (InputStream body = send(form("/care/" + what, form)).body();
                var lines = new java.io.BufferedReader(new java.io.InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<?, ?> said = (Map<?, ?>) JsonText.parse(line);
                if (said.get("done") instanceof Long done) {
                    progress.at(done, JsonText.number(said, "all"));
                } else if (said.get("line") != null) {
                    say.accept(String.valueOf(said.get("line")));
                } else if (said.get("error") != null) {
                    throw new Failure(said.get("error") + ".");
                } else if (said.get("end") != null) {
                    ended = true;
                }
            }
        }
        if (!ended) {
            throw new Failure("the server stopped before it was done.");
        }
    }

    /** The blocks of a volume as text. */
    InputStream dump(String collection, int volume) throws IOException, InterruptedException {
        return send(form("/care/dump", Map.of("name", collection, "volume", Integer.toString(volume))))
                .body();
    }

    private HttpRequest form(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        BodyPublisher publisher = BodyPublishers.ofString(body);
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(publisher)
                .build();
    }

    @Override
    public void close() {
        http.close();
        if (own != null) {
            own.close();
        }
    }
}
