package org.xingvo.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** What benchmarks ask of a space that runs, in the name of one user. Thread-safe. */
final class SpaceClient {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;
    private final String root;

    /**
     * A client with a token.
     *
     * @param base address of the server
     * @param root URI of the root node
     */
    SpaceClient(URI base, String token, String root) {
        this.base = base;
        this.token = token;
        this.root = root;
    }

    void container(String path) throws IOException, InterruptedException {
        String node = "<vos:node xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + root + path
                + "' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='vos:ContainerNode'/>";
        expect(201, "PUT", "/vos/nodes" + path, bytes(node));
    }

    void put(String path, byte[] body) throws IOException, InterruptedException {
        expect(201, "PUT", "/files" + path, body);
    }

    void get(String path) throws IOException, InterruptedException {
        expect(200, "GET", path, new byte[0]);
    }

    void delete(String path) throws IOException, InterruptedException {
        expect(204, "DELETE", "/vos/nodes" + path, new byte[0]);
    }

    /** Asks for a place for bytes by a document, reads what was agreed on, and puts them there. */
    void negotiated(String path, byte[] body) throws IOException, InterruptedException {
        String asked = transfer(path, "pushToVoSpace", "<vos:protocol uri='ivo://ivoa.net/vospace/core#httpput'/>");
        String details = location(expect(303, "POST", "/vos/synctrans", bytes(asked)));
        String agreed = expect(200, "GET", details, new byte[0]).body();
        String endpoint = between(agreed, "endpoint>", "<");
        expect(201, "PUT", URI.create(endpoint).getPath(), body);
    }

    /** Moves a node by a job, and waits for its end. */
    void move(String from, String to) throws IOException, InterruptedException {
        String job = location(expect(303, "POST", "/vos/transfers?PHASE=RUN", bytes(transfer(from, root + to, ""))));
        String phase = "";
        while (!phase.equals("COMPLETED")) {
            String document = expect(200, "GET", job + "?WAIT=10", new byte[0]).body();
            phase = between(document, "phase>", "<");
            if (phase.equals("ERROR")) {
                throw new IOException(document);
            }
        }
    }

    private static String location(HttpResponse<?> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow()).getPath();
    }

    private static String between(String text, String start, String end) throws IOException {
        int from = text.indexOf(start);
        int to = text.indexOf(end, from + start.length());
        if (from < 0 || to < 0) {
            throw new IOException("no " + start + " in " + text);
        }
        return text.substring(from + start.length(), to);
    }

    private String transfer(String path, String direction, String protocol) {
        return "<vos:transfer xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' version='2.1'><vos:target>" + root + path
                + "</vos:target><vos:direction>" + direction + "</vos:direction>" + protocol
                + "<vos:keepBytes>false</vos:keepBytes></vos:transfer>";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> expect(int status, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(method, path, body, BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException(method + " " + path + ": expected " + status + ", found " + answer.statusCode() + " "
                    + answer.body());
        }
        return answer;
    }

    <T> HttpResponse<T> ask(String method, String path, byte[] body, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return client.send(request.build(), handler);
    }
}
