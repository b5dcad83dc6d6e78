package org.xingvo.vospace.soak;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Damaged requests to the doors of a space: each is refused in the standard's form or done, none is the server's fault;
 * among them undamaged ones, which are done. One thread at a time.
 */
public final class RequestFuzz {
    private static final int MOST_FAILURES = 20;
    private static final Wire.Answer NONE = new Wire.Answer(0, Map.of(), "");
    private static final int GOOD_EVERY = 20;
    /** Jobs are kept, and an account may keep so many only. */
    private static final int JOB_EVERY = 200;

    /** The name of a fault, then its detail. */
    private static final Pattern FAULT = Pattern.compile("[A-Z][A-Za-z]+([ \\n].*)?", Pattern.DOTALL);

    private static final String NODES = "/vos/nodes";

    private final URI base;
    private final String space;
    private final String home;
    private final Map<String, String> credentials;
    private final Random random;
    private final Damage damage;
    private final List<String> failures = new ArrayList<>();
    private int made;

    /**
     * A run.
     *
     * @param space start of node URIs, such as {@code vos://example.org~vos}
     * @param home path of a container that the token's user may write
     */
    public RequestFuzz(URI base, String space, String home, String token, long seed) {
        this.base = base;
        this.space = space;
        this.home = home;
        this.credentials = Map.of("Authorization", "Bearer " + token);
        this.random = new Random(seed);
        this.damage = new Damage(random);
    }

    /** How many answers had each status. */
    public record Result(int requests, int good, Map<Integer, Integer> byStatus) {}

    /** A request as it should be, and the status of its answer. */
    private record Good(
            String method, String path, String query, Map<String, String> headers, String body, int status) {}

    /**
     * Sends requests, until some twenty were answered wrongly.
     *
     * @throws AssertionError what was sent and what came back
     */
    public Result run(int requests) throws IOException {
        Map<Integer, Integer> byStatus = new TreeMap<>();
        int good = 0;
        try (Wire wire = new Wire(base)) {
            prepare(wire);
            for (int i = 0; i < requests && failures.size() < MOST_FAILURES; i++) {
                Good sound = sound(i % JOB_EVERY == 0);
                boolean asItIs = i % GOOD_EVERY == 0;
                Good sent = asItIs ? sound : damaged(sound);
                Wire.Answer answer = send(wire, sent);
                byStatus.merge(answer.status(), 1, Integer::sum);
                if (asItIs) {
                    good++;
                    check(answer.status() == sound.status(), sent, answer, "status " + sound.status());
                } else {
                    judge(sent, answer);
                }
                tidy(wire, sound, answer);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
        return new Result(requests, good, byStatus);
    }

    private void prepare(Wire wire) throws IOException {
        for (Good each : List.of(
                put(home + "/there", "DataNode", ""),
                put(home + "/box", "ContainerNode", ""),
                file(home + "/file.txt"))) {
            Wire.Answer answer = send(wire, each);
            check(answer.status() == 201 || answer.status() == 409, each, answer, "status 201");
        }
    }

    private Wire.Answer send(Wire wire, Good request) throws IOException {
        Map<String, String> headers = new HashMap<>(credentials);
        headers.putAll(request.headers());
        try {
            return wire.send(
                    request.method(),
                    request.path() + (request.query().isEmpty() ? "" : "?" + request.query()),
                    headers,
                    request.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            failures.add("no answer to %s: %s".formatted(request, e));
            wire.close();
            return NONE;
        }
    }

    private void judge(Good sent, Wire.Answer answer) {
        check(answer.status() < 500, sent, answer, "no fault of the server");
        boolean refused = answer.status() >= 400;
        boolean ours = sent.path().startsWith(NODES + "/") || sent.path().startsWith("/files/");
        if (refused && ours && !sent.method().equals("HEAD")) {
            check(FAULT.matcher(answer.body()).matches(), sent, answer, "the name of a fault");
        }
        check(!answer.body().contains("\tat "), sent, answer, "no stack trace");
    }

    private void check(boolean holds, Good sent, Wire.Answer answer, String expected) {
        if (!holds) {
            failures.add("expected %s, found %s to %s".formatted(expected, answer, sent));
        }
    }

    /** What was made is deleted now and then, so that listings stay short. */
    private void tidy(Wire wire, Good sound, Wire.Answer answer) throws IOException {
        String location = answer.headers().get("location");
        if (sound.path().equals("/vos/transfers") && location != null) {
            wire.send("DELETE", URI.create(location).getPath(), credentials, new byte[0]);
        }
        if (sound.status() == 201 && answer.status() == 201) {
            String node = sound.path().startsWith(NODES)
                    ? sound.path()
                    : NODES + sound.path().substring("/files".length());
            wire.send("DELETE", node, credentials, new byte[0]);
        }
    }

    private Good damaged(Good good) {
        List<Integer> parts = new ArrayList<>(List.of(0, 0));
        if (!good.query().isEmpty()) {
            parts.addAll(List.of(1, 1));
        }
        if (!good.headers().isEmpty()) {
            parts.add(2);
        }
        if (!good.body().isEmpty()) {
            parts.addAll(List.of(3, 3, 3));
        }
        return switch (parts.get(random.nextInt(parts.size()))) {
            case 0 ->
                new Good(
                        good.method(),
                        damage.path(good.path()),
                        good.query(),
                        good.headers(),
                        good.body(),
                        good.status());
            case 1 ->
                new Good(
                        good.method(),
                        good.path(),
                        damage.path(good.query()).substring(1),
                        good.headers(),
                        good.body(),
                        good.status());
            case 2 -> {
                Map<String, String> headers = new HashMap<>();
                good.headers().forEach((name, value) -> headers.put(name, damage.header(value)));
                yield new Good(good.method(), good.path(), good.query(), headers, good.body(), good.status());
            }
            default ->
                new Good(
                        good.method(),
                        good.path(),
                        good.query(),
                        good.headers(),
                        damage.document(good.body()),
                        good.status());
        };
    }

    private Good sound(boolean job) {
        String fresh = home + "/n" + ++made;
        if (job) {
            return new Good(
                    "POST", "/vos/transfers", "", Map.of(), transfer("file.txt", "pullFromVoSpace", "get"), 303);
        }
        return switch (random.nextInt(14)) {
            case 0 -> put(fresh, "ContainerNode", "");
            case 1 -> put(fresh, "DataNode", "");
            case 2 -> put(fresh, "LinkNode", "<vos:target>" + space + home + "/there</vos:target>");
            case 3 ->
                new Good("POST", NODES + home + "/there", "", Map.of(), node(home + "/there", "DataNode", ""), 200);
            case 4 -> get(NODES + home, "limit=2&detail=min&uri=" + space + home + "/there");
            case 5 -> get(NODES + home + "/there", "detail=max");
            case 6 -> file(fresh + ".txt");
            case 7 ->
                new Good(
                        "GET",
                        "/files" + home + "/file.txt",
                        "",
                        Map.of("Range", "bytes=1-3", "If-Modified-Since", "Mon, 23 Nov 2020 00:00:00 GMT"),
                        "",
                        206);
            case 8 -> new Good("HEAD", "/files" + home + "/file.txt", "", Map.of(), "", 200);
            case 9 -> new Good("POST", "/vos/synctrans", "", Map.of(), transfer("n", "pushToVoSpace", "put"), 303);
            case 10 ->
                new Good("POST", "/vos/synctrans", "", Map.of(), transfer("file.txt", "pullFromVoSpace", "get"), 303);
            case 11 ->
                get(
                        "/vos/synctrans",
                        "TARGET=" + space + home + "/file.txt&DIRECTION=pullFromVoSpace"
                                + "&PROTOCOL=ivo%3A%2F%2Fivoa.net%2Fvospace%2Fcore%23httpget");
            case 12 -> get("/vos/" + List.of("views", "protocols", "properties").get(random.nextInt(3)), "");
            default -> get(NODES + "/", "limit=1");
        };
    }

    private static Good get(String path, String query) {
        return new Good("GET", path, query, Map.of(), "", 200);
    }

    private static Good file(String path) {
        return new Good("PUT", "/files" + path, "", Map.of("Content-Type", "text/plain"), "some text\n", 201);
    }

    private Good put(String path, String type, String more) {
        return new Good("PUT", NODES + path, "", Map.of("Content-Type", "text/xml"), node(path, type, more), 201);
    }

    private String node(String path, String type, String more) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <vos:node xmlns:vos="http://www.ivoa.net/xml/VOSpace/v2.0" version="2.1" xsi:type="vos:%s" uri="%s%s"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                  <vos:properties>
                    <vos:property uri="ivo://ivoa.net/vospace/core#title">A title &amp; more</vos:property>
                    <vos:property uri="ivo://ivoa.net/vospace/core#ispublic">false</vos:property>
                    <vos:property uri="ivo://example.org/mine#seeing" xsi:nil="true"/>
                  </vos:properties>
                  %s
                </vos:node>
                """.formatted(type, space, path, more);
    }

    private String transfer(String name, String direction, String use) {
        String protocol = use.isEmpty() ? "" : "<vos:protocol uri=\"ivo://ivoa.net/vospace/core#http" + use + "\"/>";
        String where = direction.startsWith("/") ? space + direction : direction;
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <vos:transfer xmlns:vos="http://www.ivoa.net/xml/VOSpace/v2.0" version="2.1">
                  <vos:target>%s%s/%s</vos:target>
                  <vos:direction>%s</vos:direction>
                  %s
                  <vos:keepBytes>false</vos:keepBytes>
                </vos:transfer>
                """.formatted(space, home, name, where, protocol);
    }
}
