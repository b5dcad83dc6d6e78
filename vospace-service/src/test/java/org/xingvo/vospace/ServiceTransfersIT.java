package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.text;
import static org.xingvo.vospace.TransferTexts.document;
import static org.xingvo.vospace.TransferTexts.endpoint;
import static org.xingvo.vospace.TransferTexts.location;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.schemas.net.FetchLimits;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.transfer.TransferLimits;

/** Transfers whose bytes the service moves, from and to a server elsewhere. */
class ServiceTransfersIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static HttpServer elsewhere;
    static String far;
    static final Map<String, byte[]> received = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        FetchLimits fetch =
                new FetchLimits(100_000, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20), 2);
        space = new SpaceHarness(
                postgres.dataSource(),
                directory,
                TransferLimits.STANDARD.withHosts(Set.of("127.0.0.1")).withFetch(fetch));
        ann = space.user("ann");
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", ServiceTransfersIT::answer);
        elsewhere.start();
        far = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        elsewhere.stop(0);
        space.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        byte[] answer = bytes("from afar");
        if (exchange.getRequestMethod().equals("PUT")) {
            received.put(path, body);
            status = path.equals("/refused") ? 403 : 201;
            answer = new byte[0];
        } else if (path.equals("/moved")) {
            exchange.getResponseHeaders().set("Location", "/file");
            status = 302;
        } else if (path.equals("/inside")) {
            exchange.getResponseHeaders().set("Location", "http://localhost:1/");
            status = 302;
        } else if (path.equals("/long")) {
            answer = new byte[200_000];
        } else if (!path.equals("/file")) {
            status = 404;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    @Demand("V64")
    void thePullTriesOneEndpointAfterTheOther() {
        String job = runNow(document(
                "/home/ann/pulled.txt",
                "pullToVoSpace",
                null,
                endpoint("httpget", far + "/none") + endpoint("httpget", far + "/moved")));
        assertThat(ended(job)).contains("<uws:phase>COMPLETED<").contains("xing:progress");
        assertThat(text(space.get(ann, "/files/home/ann/pulled.txt"))).isEqualTo("from afar");
        assertThat(text(space.get(ann, job + "/results/dataNode"))).isEqualTo(VOS + "/home/ann/pulled.txt");
    }

    @ParameterizedTest
    @Demand("V64")
    @CsvSource({
        "/none, TransferFailed, found 404",
        "/inside, TransferFailed, expected an address of the public Internet",
        "/long, TransferFailed, 'expected at most 100,000 bytes'"
    })
    void aPullThatFailsLeavesNoNode(String path, String fault, String why) {
        String job = runNow(document("/home/ann/failed.txt", "pullToVoSpace", null, endpoint("httpget", far + path)));
        assertThat(ended(job)).contains("<uws:phase>ERROR<").contains(why);
        assertThat(text(space.get(ann, job + "/error"))).isEqualTo(fault);
        assertThat(space.get(ann, "/vos/nodes/home/ann/failed.txt").statusCode())
                .isEqualTo(404);
    }

    @Test
    @Demand({"V64", "V65"})
    void aServiceMovesNothingByAsking() {
        String asked = document("/home/ann/pulled.txt", "pullToVoSpace", null, endpoint("httpget", far + "/file"));
        String job = location(space.send(ann, "POST", "/vos/synctrans", bytes(asked)))
                .replace("/results/transferDetails", "");
        assertThat(text(space.get(ann, job + "/error"))).isEqualTo("OperationNotSupported");
    }

    @Test
    @Demand("V65")
    void thePushSendsTheBytes() {
        space.put(ann, "/files/home/ann/send.txt", bytes("sent"));
        String job = runNow(document(
                "/home/ann/send.txt",
                "pushFromVoSpace",
                null,
                endpoint("httpput", far + "/refused") + endpoint("httpput", far + "/taken")));
        assertThat(ended(job)).contains("<uws:phase>COMPLETED<");
        assertThat(received.get("/taken")).isEqualTo(bytes("sent"));
        String refused =
                runNow(document("/home/ann/send.txt", "pushFromVoSpace", null, endpoint("httpput", far + "/refused")));
        assertThat(ended(refused)).contains("<uws:phase>ERROR<");
        assertThat(text(space.get(ann, refused + "/error"))).isEqualTo("TransferFailed");
    }

    private static String runNow(String document) {
        return location(space.send(ann, "POST", "/vos/transfers?PHASE=RUN", bytes(document)));
    }

    private static String ended(String job) {
        String document = text(space.get(ann, job + "?WAIT=20"));
        while (document.contains("<uws:phase>EXECUTING<") || document.contains("<uws:phase>QUEUED<")) {
            document = text(space.get(ann, job + "?WAIT=20"));
        }
        return document;
    }
}
