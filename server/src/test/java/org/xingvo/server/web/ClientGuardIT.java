package org.xingvo.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xingvo.dali.http.PublicUrl;

/** What the door does with clients that ask too much, over sockets. */
class ClientGuardIT {
    private static final int TIMEOUT = 20_000;

    private static HttpDoor door;

    @BeforeAll
    static void start() throws IOException {
        PublicUrl publicUrl = PublicUrl.of(null, Set.of("127.0.0.1"));
        ClientLimits limits = new ClientLimits(1, 5, 4, 4, Duration.ofMillis(300));
        door = HttpDoor.start(
                new Listening("127.0.0.1", 0, null, limits, publicUrl, "test/1"),
                Set.of(),
                Map.of("/hello", new Hello()),
                List.of());
    }

    @AfterAll
    static void stop() {
        door.close();
    }

    private static final class Hello extends HttpHandler {
        @Override
        public void service(Request request, Response response) throws Exception {
            response.setContentType("text/plain");
            response.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void headersThatDoNotEndCloseTheConnectionHoweverManyRequestsWereBefore() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 2; i++) {
                out.write(request(""));
                assertThat(head(socket)).startsWith("HTTP/1.1 200");
            }
            out.write("GET /hello HTTP/1.1\r\nX-Never: ".getBytes(StandardCharsets.US_ASCII));
            assertThat(ends(socket)).isTrue();
        }
    }

    @Test
    void aConnectionOnWhichNothingIsSaidIsClosed() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ends(socket)).isTrue();
        }
    }

    @Test
    void connectionsThatAreTooManyAreClosedAndThoseThatAreThereGoOn() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Socket socket = connect();
                sockets.add(socket);
                socket.getOutputStream().write(request(""));
                assertThat(head(socket)).startsWith("HTTP/1.1 200");
            }
            try (Socket more = connect()) {
                assertThat(ends(more)).isTrue();
            }
            sockets.getFirst().getOutputStream().write(request(""));
            assertThat(head(sockets.getFirst())).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressThatAsksTooOftenIsToldSoAndOthersAreNot() throws IOException {
        String asked = "";
        for (int i = 0; i < 20 && !asked.startsWith("HTTP/1.1 429"); i++) {
            asked = alone("X-Forwarded-For: 192.0.2.1\r\n");
        }
        assertThat(asked).startsWith("HTTP/1.1 429").containsIgnoringCase("Retry-After: 1");
        assertThat(alone("X-Forwarded-For: 192.0.2.2\r\n")).startsWith("HTTP/1.1 200");
        assertThat(alone("")).startsWith("HTTP/1.1 200");
    }

    private static String alone(String header) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request(header + "Connection: close\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(TIMEOUT);
        return socket;
    }

    private static byte[] request(String header) {
        return ("GET /hello HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the answer and gives its head. */
    private static String head(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("hello\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection ended behind: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true; // reset
        }
    }
}
