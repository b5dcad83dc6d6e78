package org.xingvo.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends requests over connections that stay open, and takes the time of each to the last byte of its answer. */
final class Client {
    private Client() {}

    static URI tap(URI base, String adql) {
        return base.resolve(
                "/tap/sync?LANG=ADQL&RESPONSEFORMAT=votable&QUERY=" + URLEncoder.encode(adql, StandardCharsets.UTF_8));
    }

    /**
     * Each request once.
     *
     * @param connections over which they are sent at a time
     */
    static Latencies get(List<URI> requests, int connections) throws Exception {
        long[] nanos = new long[requests.size()];
        long[] bytes = new long[connections];
        long cpu = cpu();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            Future<?>[] futures = new Future<?>[connections];
            for (int c = 0; c < connections; c++) {
                int first = c;
                futures[c] = threads.submit(() -> {
                    bytes[first] = everyNth(requests, first, connections, nanos);
                    return null;
                });
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        return new Latencies(
                nanos,
                System.nanoTime() - began,
                cpu() - cpu,
                Arrays.stream(bytes).sum());
    }

    /** Nanoseconds that this process has used. */
    static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long everyNth(List<URI> requests, int first, int step, long[] nanos)
            throws IOException, InterruptedException {
        long bytes = 0;
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = first; i < requests.size(); i += step) {
                URI uri = requests.get(i);
                long start = System.nanoTime();
                HttpResponse<InputStream> response =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    byte[] answer = body.readAllBytes();
                    if (response.statusCode() != 200) {
                        throw new IOException(uri + " answered " + response.statusCode());
                    }
                    bytes += answer.length;
                }
                nanos[i] = System.nanoTime() - start;
            }
        }
        return bytes;
    }
}
