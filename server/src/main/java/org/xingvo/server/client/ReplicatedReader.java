package org.xingvo.server.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects from several servers that have the same ones. A server that is gone, or that cannot give the bytes, is
 * passed over for this request; a body that breaks off goes on at the next server from where it was, for the same bytes
 * have the same entity tag everywhere. What was read is compared with that tag, the start of its SHA-256. That an object
 * is not there is the first server's word: the others may be behind. Thread-safe.
 */
public final class ReplicatedReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int ROUNDS = 2;
    private static final Pattern ERROR = Pattern.compile("\"error\" *: *\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<URI> servers;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * What was read.
     *
     * @param from the server that gave the last byte
     * @param etag without quotes
     */
    public record Outcome(URI from, long bytes, String etag) {}

    /**
     * A reader.
     *
     * @param servers the first is asked first
     * @param token sent to each of them; null: none
     */
    public ReplicatedReader(List<URI> servers, @Nullable String token) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: expected at least one, found none");
        }
        this.servers = servers.stream()
                .map(uri -> URI.create(uri.toString().replaceFirst("/+$", "")))
                .toList();
        this.token = token;
    }

    /**
     * Writes an object.
     *
     * @param path with its leading slash, encoded, such as {@code /xs/lamost-dr2/a.fits}
     * @param out not closed
     * @throws FileNotFoundException the first server that answers has no such object
     * @throws IOException no server has given all of it, or it is not what its digest says; a sentence for each server
     */
    public Outcome read(String path, OutputStream out) throws IOException {
        Transfer transfer = new Transfer(path, out);
        for (int round = 0; round < ROUNDS; round++) {
            long before = transfer.bytes;
            for (URI server : servers) {
                if (transfer.from(server)) {
                    return transfer.outcome(server);
                }
            }
            if (transfer.bytes == before) {
                break;
            }
        }
        throw new IOException(path + ": no server gives it: " + String.join("; ", transfer.failures));
    }

    @Override
    public void close() {
        client.close();
    }

    /** One object on its way. */
    private final class Transfer {
        private final String path;
        private final OutputStream out;
        private final MessageDigest sha256 = Sha256.digest();
        private final List<String> failures = new ArrayList<>();
        private String etag = "";
        private long bytes;

        Transfer(String path, OutputStream out) {
            this.path = path;
            this.out = out;
        }

        /** False: go on with another server. */
        boolean from(URI server) throws IOException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofMinutes(1));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            if (bytes > 0) {
                request.header("Range", "bytes=" + bytes + "-").header("If-Match", '"' + etag + '"');
            }
            try {
                HttpResponse<InputStream> response =
                        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    return take(server, response, body);
                }
            } catch (SinkFailed e) {
                throw e.within;
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                failures.add(server + ": " + e.getMessage());
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private boolean take(URI server, HttpResponse<InputStream> response, InputStream body) throws IOException {
            int status = response.statusCode();
            if (status == 404 && bytes == 0) {
                throw new FileNotFoundException(server + path + ": not there");
            }
            if (status != (bytes == 0 ? 200 : 206)) {
                failures.add("%s: answered %d%s".formatted(server, status, sentence(body)));
                return false;
            }
            String found = response.headers()
                    .firstValue("ETag")
                    .orElse("")
                    .replace("W/", "")
                    .replace("\"", "");
            if (bytes > 0 && !found.equals(etag)) {
                failures.add("%s: expected entity tag %s, found %s".formatted(server, etag, found));
                return false;
            }
            etag = found;
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                write(buffer, n);
                sha256.update(buffer, 0, n);
                bytes += n;
            }
            return true;
        }

        /** What the answer says of its status, in front of it a colon; "" if nothing. */
        private static String sentence(InputStream body) throws IOException {
            Matcher said = ERROR.matcher(new String(body.readNBytes(64 << 10), StandardCharsets.UTF_8));
            return said.find() ? ": " + said.group(1).replace("\\\"", "\"") : "";
        }

        private void write(byte[] buffer, int n) throws SinkFailed {
            try {
                out.write(buffer, 0, n);
            } catch (IOException e) {
                throw new SinkFailed(e);
            }
        }

        Outcome outcome(URI server) throws IOException {
            String digest = Sha256.hex(sha256);
            if (etag.matches("[0-9a-f]{32}") && !digest.startsWith(etag)) {
                throw new IOException("%s%s: expected SHA-256 %s..., found %s".formatted(server, path, etag, digest));
            }
            return new Outcome(server, bytes, etag);
        }
    }

    /** The receiver of the bytes is at fault: no other server can help. */
    private static final class SinkFailed extends IOException {
        private final IOException within;

        SinkFailed(IOException within) {
            super(within);
            this.within = within;
        }
    }
}
