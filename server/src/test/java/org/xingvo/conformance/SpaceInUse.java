package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A space that people use: a user with a group, closed and shared files, old versions, a quota, something in the trash, an
 * address that was handed out, an upload that has not come to its end.
 */
final class SpaceInUse {
    private static final String SPACE = "vos://example.org~vos";
    private static final String HOME = "/home/ann";
    private static final String UPLOAD = "/files" + HOME + "/dir/long.bin";

    private final String operator;
    private final String ann;
    private final String bob;
    private final String upload;
    private final String link;
    private final List<String> told;
    private final String changes;

    /** Makes it on a server. */
    SpaceInUse(URI base, String operator) throws IOException, InterruptedException {
        this.operator = operator;
        ann = user(base, "ann");
        bob = user(base, "bob");
        form(base, "/groups", ann, "name=friends");
        send(base, "PUT", "/groups/friends/members/bob", ann, null);
        node(base, "PUT", HOME + "/dir", "ContainerNode", ann, "ispublic", "false", "xing:versions", "2");
        put(base, HOME + "/dir/file.txt", "first");
        put(base, HOME + "/dir/file.txt", "second one");
        put(base, HOME + "/dir/shared.txt", "for friends");
        String friends = "ivo://example.org/gms?friends";
        node(base, "POST", HOME + "/dir", "ContainerNode", ann, "groupread", friends, "quota-kept", "x");
        node(base, "POST", HOME + "/dir/shared.txt", "DataNode", ann, "groupread", friends, "title", "T &amp; U");
        node(base, "POST", HOME, "ContainerNode", operator, "quota", "1000000");
        put(base, HOME + "/gone.txt", "in the trash");
        assertThat(send(base, "DELETE", "/vos/nodes" + HOME + "/gone.txt", ann, null)
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> made = form(base, "/vos/links", ann, "target=" + SPACE + HOME + "/dir/file.txt");
        link = path(made);
        HttpResponse<String> begun =
                send(base, "PUT", UPLOAD, ann, "", "x-put-txn-op", "start", "x-total-length", "10");
        upload = begun.headers().firstValue("x-put-txn-id").orElseThrow();
        assertThat(send(base, "PUT", UPLOAD, ann, "01234567", "x-put-txn-id", upload)
                        .statusCode())
                .as("a first segment")
                .isIn(202, 400);
        changes = send(base, "GET", "/vos/changes", ann, null).body().replaceAll("(?s).* next=\"([^\"]+)\".*", "$1");
        told = told(base);
        assertThat(told).allMatch(answer -> answer.startsWith("200 ") || answer.startsWith("404 "));
    }

    /** Expects all of it on another server, and that it can be used there. */
    void expectAt(URI there) throws IOException, InterruptedException {
        assertThat(told(there)).isEqualTo(told);
        // The order of what happens there is another one: who follows it has to begin anew.
        assertThat(send(there, "GET", "/vos/changes?since=" + changes, ann, null)
                        .body())
                .startsWith("InvalidToken since: ");
        String trash = send(there, "GET", "/vos/trash", ann, null).body();
        String item = trash.replaceAll("(?s).* id=\"([0-9]+)\".*", "$1");
        assertThat(send(there, "POST", "/vos/trash/" + item, ann, null).statusCode())
                .isEqualTo(200);
        assertThat(send(there, "GET", "/files" + HOME + "/gone.txt", ann, null).body())
                .isEqualTo("in the trash");
        put(there, HOME + "/dir/after.txt", "12345");
        // file.txt 10 and 5 of its version, shared.txt 11, gone.txt 12, after.txt 5.
        assertThat(send(there, "GET", "/vos/nodes" + HOME + "?limit=0", ann, null)
                        .body())
                .contains("core#length\" readOnly=\"true\">43<", "core#availableSpace\" readOnly=\"true\">999957<");
    }

    /** What the server tells of it, without addresses and moments of its own. */
    private List<String> told(URI base) throws IOException, InterruptedException {
        TreeMap<String, String> answers = new TreeMap<>();
        for (String caller : Arrays.asList(ann, bob, operator, null)) {
            String who =
                    caller == null ? "nobody" : caller.equals(ann) ? "ann" : caller.equals(bob) ? "bob" : "operator";
            for (String door : List.of(
                    "/vos/nodes" + HOME,
                    "/vos/nodes" + HOME + "/dir",
                    "/vos/nodes" + HOME + "/dir/file.txt?view=versions",
                    "/files" + HOME + "/dir/file.txt",
                    "/files" + HOME + "/dir/file.txt?version=1",
                    "/files" + HOME + "/dir/shared.txt",
                    "/vos/search?NAME=*.txt",
                    "/vos/changes",
                    link)) {
                answers.put(who + door, answer(base, door, caller));
            }
        }
        for (String door : List.of("/vos/trash", "/vos/links", "/whoami")) {
            answers.put(door, answer(base, door, ann));
        }
        HttpResponse<String> state = send(base, "HEAD", UPLOAD, ann, null, "x-put-txn-id", upload);
        answers.put("upload", state.statusCode() + " " + state.headers().firstValue("x-put-txn-bytes"));
        return answers.values().stream().toList();
    }

    private static String answer(URI base, String door, @Nullable String caller)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(base, "GET", door, caller, null);
        String plain = answer.body()
                .replace(base.toString(), "")
                .replaceAll(" next=\"[^\"]*\"", "")
                .replaceAll("\"used\": .*", "");
        return answer.statusCode() + " " + plain;
    }

    private String user(URI base, String name) throws IOException, InterruptedException {
        form(base, "/admin/users", operator, "name=" + name);
        return form(base, "/admin/tokens", operator, "user=" + name).body().strip();
    }

    private static void node(URI base, String method, String path, String type, String token, String... properties)
            throws IOException, InterruptedException {
        StringBuilder inside = new StringBuilder();
        for (int i = 0; i < properties.length; i += 2) {
            String uri = properties[i].startsWith("xing:")
                    ? "ivo://xingvo.org/vospace/core#" + properties[i].substring(5)
                    : properties[i].contains("-")
                            ? "urn:" + properties[i]
                            : "ivo://ivoa.net/vospace/core#" + properties[i];
            inside.append("<vos:property uri='%s'>%s</vos:property>".formatted(uri, properties[i + 1]));
        }
        String document = "<vos:node xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + SPACE + path
                + "' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='vos:" + type + "'><vos:properties>"
                + inside + "</vos:properties></vos:node>";
        HttpResponse<String> answer = send(base, method, "/vos/nodes" + path, token, document);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    private void put(URI base, String path, String body) throws IOException, InterruptedException {
        assertThat(send(base, "PUT", "/files" + path, ann, body).statusCode()).isEqualTo(201);
    }

    private static HttpResponse<String> form(URI base, String path, String token, String fields)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(base, "POST", path, token, fields, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).as(path + answer.body()).isBetween(200, 299);
        return answer;
    }

    private static String path(HttpResponse<String> made) {
        return URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
    }

    private static HttpResponse<String> send(
            URI base, String method, String path, @Nullable String token, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Http.send(request, token);
    }
}
