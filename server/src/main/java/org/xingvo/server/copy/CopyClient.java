package org.xingvo.server.copy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.copy.CopyException;

/** Requests to the volumes of one server. A line that breaks is tried again a few times. For one thread. */
final class CopyClient implements AutoCloseable {
    private static final int ATTEMPTS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI base;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    CopyClient(URI base, String token) {
        this.base = URI.create(base.toString().replaceFirst("/+$", ""));
        this.token = token;
    }

    String where() {
        return base.toString();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + CopyHandler.MOUNT + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    String text(HttpRequest request) throws IOException {
        return new String(bytes(request).body(), StandardCharsets.UTF_8);
    }

    /** The answer if it is a good one; else what the server said, as an exception. */
    HttpResponse<byte[]> bytes(HttpRequest request) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() < 300) {
                    return response;
                }
                throw refusal(response);
            } catch (ConnectException e) {
                throw new CopyException("%s: no server answers there".formatted(base));
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException(base + ": the line broke: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(Duration.ofMillis(250L << attempt).toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private RuntimeException refusal(HttpResponse<byte[]> response) {
        String words = new String(response.body(), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        return switch (response.statusCode()) {
            case 401, 403 -> new CopyException("%s: %s; give the token of an operator there".formatted(base, words));
            case 507 -> new StorageException.NoSpace(base + ": " + words);
            case 400, 404, 409, 410 -> new CopyException(base + ": " + words);
            default -> new CopyException("%s: answered %d: %s".formatted(base, response.statusCode(), words));
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
