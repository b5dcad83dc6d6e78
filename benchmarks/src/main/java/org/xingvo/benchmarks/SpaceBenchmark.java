package org.xingvo.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A space that runs: uploads of small files by 30 clients, negotiated (synctrans, its details, PUT) and straight; a
 * container with 1,000 children; a move of a container with many. Arguments: address of the server, token of a user, name
 * of the user, URI of the root node, files. What it makes is removed at the end.
 */
public final class SpaceBenchmark {
    private static final int CLIENTS = 30;
    private static final int BYTES = 20_000;
    private static final int CHILDREN = 1000;
    private static final Pattern ENDPOINT = Pattern.compile("endpoint>([^<]+)<");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;
    private final String home;
    private final String root;

    private SpaceBenchmark(URI base, String token, String user, String root) {
        this.base = base;
        this.token = token;
        this.home = "/home/" + user;
        this.root = root;
    }

    public static void main(String[] args) throws Exception {
        SpaceBenchmark space = new SpaceBenchmark(URI.create(args[0]), args[1], args[2], args[3]);
        space.run(Integer.parseInt(args[4]));
    }

    /** One of many requests. */
    private interface Step {
        void run(int number) throws IOException, InterruptedException;
    }

    private void run(int files) throws Exception {
        String top = home + "/benchmark-" + System.currentTimeMillis();
        container(top);
        container(top + "/put");
        container(top + "/negotiated");
        byte[] body = new byte[BYTES];
        new SplittableRandom(1).nextBytes(body);
        measure("put, " + CLIENTS + " clients, warm-up", files / 2, CLIENTS, i -> put(top + "/put/w" + i, body));
        measure("put, " + CLIENTS + " clients", files, CLIENTS, i -> put(top + "/put/f" + i, body));
        measure("negotiated, warm-up", files / 2, CLIENTS, i -> negotiated(top + "/negotiated/w" + i, body));
        measure(
                "negotiated, " + CLIENTS + " clients",
                files,
                CLIENTS,
                i -> negotiated(top + "/negotiated/f" + i, body));
        container(top + "/listed");
        measure("put, to be listed", CHILDREN, CLIENTS, i -> put(top + "/listed/f" + i, body));
        measure("1,000 children, warm-up", 200, 1, i -> get("/vos/nodes" + top + "/listed"));
        measure("1,000 children", 200, 1, i -> get("/vos/nodes" + top + "/listed"));
        measure("1,000 children, min", 200, 1, i -> get("/vos/nodes" + top + "/listed?detail=min"));
        measure("one node", 1000, 1, i -> get("/vos/nodes" + top + "/listed/f1"));
        measure(
                "move of " + (files + files / 2),
                11,
                1,
                i -> move(top + "/put" + (i == 0 ? "" : i), top + "/put" + (i + 1)));
        expect(204, "DELETE", "/vos/nodes" + top, new byte[0]);
    }

    private void measure(String what, int count, int clients, Step step) throws Exception {
        long[] nanos = new long[count];
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int first = c;
                futures.add(threads.submit(() -> {
                    for (int i = first; i < count; i += clients) {
                        long start = System.nanoTime();
                        step.run(i);
                        nanos[i] = System.nanoTime() - start;
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-30s median %8.2f ms  p99 %8.2f ms  %7.1f/s%n",
                what,
                nanos[count / 2] / 1e6,
                nanos[count * 99 / 100] / 1e6,
                count / seconds);
    }

    private void put(String path, byte[] body) throws IOException, InterruptedException {
        expect(201, "PUT", "/files" + path, body);
    }

    private void get(String path) throws IOException, InterruptedException {
        expect(200, "GET", path, new byte[0]);
    }

    private void negotiated(String path, byte[] body) throws IOException, InterruptedException {
        String transfer = transfer(path, "pushToVoSpace", "<vos:protocol uri='ivo://ivoa.net/vospace/core#httpput'/>");
        String details = expect(303, "POST", "/vos/synctrans", bytes(transfer))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String agreed =
                expect(200, "GET", URI.create(details).getPath(), new byte[0]).body();
        Matcher endpoint = ENDPOINT.matcher(agreed);
        if (!endpoint.find()) {
            throw new IOException("no endpoint in " + agreed);
        }
        expect(201, "PUT", URI.create(endpoint.group(1)).getPath(), body);
    }

    private void move(String from, String to) throws IOException, InterruptedException {
        String job = expect(303, "POST", "/vos/transfers?PHASE=RUN", bytes(transfer(from, root + to, "")))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String phase = "";
        while (!phase.equals("COMPLETED")) {
            String document = expect(200, "GET", URI.create(job).getPath() + "?WAIT=10", new byte[0])
                    .body();
            phase = document.replaceAll("(?s).*phase>([A-Z]+)<.*", "$1");
            if (phase.equals("ERROR")) {
                throw new IOException(document);
            }
        }
    }

    private String transfer(String path, String direction, String protocol) {
        return "<vos:transfer xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' version='2.1'><vos:target>" + root + path
                + "</vos:target><vos:direction>" + direction + "</vos:direction>" + protocol
                + "<vos:keepBytes>false</vos:keepBytes></vos:transfer>";
    }

    private void container(String path) throws IOException, InterruptedException {
        String node = "<vos:node xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + root + path
                + "' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='vos:ContainerNode'/>";
        expect(201, "PUT", "/vos/nodes" + path, bytes(node));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> expect(int status, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException(method + " " + path + ": expected " + status + ", found " + answer.statusCode() + " "
                    + answer.body());
        }
        return answer;
    }
}
