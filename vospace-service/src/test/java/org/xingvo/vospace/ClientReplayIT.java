package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/**
 * Every request that the commands of the {@code vos} client send, byte for byte as they were on the wire, in their order:
 * with a token, with user and password, and by nobody.
 */
class ClientReplayIT {
    private static final Pattern JOB = Pattern.compile("/vos/transfers/([a-z0-9]{20})");
    private static final Pattern ENDPOINT = Pattern.compile("<vos:endpoint>[a-z]+://[^/]+([^<]+)</vos:endpoint>");
    private static final Pattern ZEROS = Pattern.compile("\\{ZEROS (\\d+)}");

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    /** One request of one command, its answer's status, and texts that must be in head or body. */
    private record Exchange(String command, String head, String body, int status, List<String> texts) {}

    /** What came back. */
    private record Answer(int status, String head, String body) {}

    @Test
    @Demand({"V16", "V34", "V57", "V74"})
    void everyRequestOfEveryCommandGetsWhatTheClientNeeds() throws Exception {
        try (SpaceHarness space = new SpaceHarness(postgres.dataSource(), directory)) {
            String token = space.user("ann");
            String basic = Base64.getEncoder().encodeToString(("ann:" + token).getBytes(StandardCharsets.UTF_8));
            String job = "";
            String endpoint = "";
            SoftAssertions all = new SoftAssertions();
            for (Exchange exchange : exchanges()) {
                String head = exchange.head()
                        .replace("{TOKEN}", token)
                        .replace("{BASIC}", basic)
                        .replace("{HOST}", space.base.getAuthority())
                        .replace("{JOB}", job)
                        .replace("{ENDPOINT}", endpoint);
                Answer answer = send(space.base, head, body(exchange.body()));
                String what =
                        exchange.command() + ": " + head.lines().findFirst().orElse("") + "\n" + answer.head();
                all.assertThat(answer.status()).as(what + answer.body()).isEqualTo(exchange.status());
                for (String text : exchange.texts()) {
                    all.assertThat(answer.head() + "\n\n" + answer.body())
                            .as(what)
                            .contains(text);
                }
                Matcher made = JOB.matcher(answer.head());
                if (made.find()) {
                    job = made.group(1);
                }
                Matcher offered = ENDPOINT.matcher(answer.body());
                if (offered.find()) {
                    endpoint = offered.group(1);
                }
                if (head.startsWith("POST /vos/transfers/" + job + "/phase")) {
                    // The client asks again and again; here nobody waits longer than it takes.
                    await(space, token, job);
                }
            }
            all.assertAll();
            assertThat(text(space.get(token, "/vos/nodes/home/ann")))
                    .contains("dir2")
                    .doesNotContain("ann/dir\"");
        }
    }

    private static void await(SpaceHarness space, String token, String job) {
        String document;
        do {
            document = text(space.get(token, "/vos/transfers/" + job + "?WAIT=20"));
        } while (document.contains(">QUEUED<") || document.contains(">EXECUTING<"));
    }

    private static byte[] body(String body) {
        Matcher zeros = ZEROS.matcher(body);
        return zeros.matches() ? new byte[Integer.parseInt(zeros.group(1))] : body.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Exchange> exchanges() throws IOException {
        List<Exchange> found = new ArrayList<>();
        try (InputStream in = ClientReplayIT.class.getResourceAsStream("vos-client.txt")) {
            assertThat(in).isNotNull();
            String command = "";
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("# ")) {
                    command = lines.get(i).substring(2);
                } else if (lines.get(i).equals(">>>")) {
                    int blank = i + 1 + lines.subList(i + 1, lines.size()).indexOf("");
                    int end = blank;
                    while (!lines.get(end).startsWith("<<<")) {
                        end++;
                    }
                    List<String> texts = new ArrayList<>();
                    for (int t = end + 1; t < lines.size() && lines.get(t).startsWith("= "); t++) {
                        texts.add(lines.get(t).substring(2));
                    }
                    found.add(new Exchange(
                            command,
                            String.join("\r\n", lines.subList(i + 1, blank)),
                            String.join("\n", lines.subList(blank + 1, end)),
                            Integer.parseInt("0" + lines.get(end).substring(3).strip()),
                            texts));
                    i = end;
                }
            }
        }
        return found;
    }

    private static Answer send(URI base, String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            request.write(body);
            request.writeTo(socket.getOutputStream());
            socket.getOutputStream().flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String first = head(in);
            while (first.startsWith("HTTP/1.1 100")) {
                first = head(in);
            }
            int status = Integer.parseInt(first.substring(9, 12));
            boolean none = head.startsWith("HEAD ") || status == 204 || status == 304;
            return new Answer(status, first, none ? "" : new String(content(in, first), StandardCharsets.UTF_8));
        }
    }

    private static byte[] content(InputStream in, String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        Matcher length = Pattern.compile("content-length: *(\\d+)").matcher(lower);
        if (length.find()) {
            return in.readNBytes(Integer.parseInt(length.group(1)));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        if (lower.contains("transfer-encoding: chunked")) {
            int size = Integer.parseInt(line(in).strip(), 16);
            while (size > 0) {
                whole.write(in.readNBytes(size));
                line(in);
                size = Integer.parseInt(line(in).strip(), 16);
            }
            return whole.toByteArray();
        }
        return in.readAllBytes();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended within a line: " + line.toString(StandardCharsets.UTF_8));
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
