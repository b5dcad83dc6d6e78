package org.xingvo.vospace.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StillHereTest {
    private final CountDownLatch enough = new CountDownLatch(1);
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        server = new HttpServer();
        NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(new Slow(), "/");
        server.start();
        port = listener.getPort();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    /** Answers once the client has seen enough. */
    private final class Slow extends HttpHandler {
        @Override
        public void service(Request request, Response response) throws Exception {
            try (StillHere _ = StillHere.begin(request, Duration.ofMillis(1))) {
                assertThat(enough.await(20, TimeUnit.SECONDS)).isTrue();
            }
            response.setStatus(201);
            response.setHeader("ETag", "\"e\"");
            response.setContentLength(4);
            response.getOutputStream().write("done".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void interimAnswersComeUntilTheAnswerDoes(int interim) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int seen = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("HTTP/1.1 100 Continue")) {
                    seen++;
                    assertThat(in.readLine()).isEmpty();
                } else {
                    lines.add(line);
                }
                if (seen == interim) {
                    enough.countDown();
                }
            }
            assertThat(seen).isGreaterThanOrEqualTo(interim);
        }
        assertThat(lines)
                .startsWith("HTTP/1.1 201 Created")
                .contains("ETag: \"e\"")
                .endsWith("done");
    }

    @Test
    void anOldClientIsToldNothing() throws Exception {
        enough.countDown();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET /x HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).contains(" 201 Created").doesNotContain(" 100 ");
        }
    }
}
