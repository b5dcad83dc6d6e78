package org.xingvo.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicatedReaderTest {
    private static final byte[] BODY = new byte[300_000];

    static {
        new Random(1).nextBytes(BODY);
    }

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void theCopyAnswersWhenTheFirstServerIsGone() throws Exception {
        URI gone = server(BODY, Integer.MAX_VALUE, 200);
        servers.removeFirst().stop(0);
        URI copy = server(BODY, Integer.MAX_VALUE, 200);
        assertThat(read(gone, copy)).isEqualTo(BODY);
    }

    @Test
    void aBodyThatBreaksOffGoesOnElsewhere() throws Exception {
        assertThat(read(server(BODY, 100_000, 200), server(BODY, Integer.MAX_VALUE, 200)))
                .isEqualTo(BODY);
    }

    @Test
    void aServerThatCannotGiveItIsPassedOver() throws Exception {
        assertThat(read(server(BODY, 0, 500), server(BODY, Integer.MAX_VALUE, 200)))
                .isEqualTo(BODY);
    }

    @Test
    void thatItIsNotThereIsTheFirstServersWord() throws Exception {
        URI without = server(BODY, 0, 404);
        URI with = server(BODY, Integer.MAX_VALUE, 200);
        assertThatThrownBy(() -> read(without, with)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void otherBytesElsewhereAreNotMixedIn() throws Exception {
        URI breaking = server(BODY, 100_000, 200);
        URI other = server(new byte[300_000], Integer.MAX_VALUE, 200);
        assertThatThrownBy(() -> read(breaking, other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no server gives it");
    }

    private byte[] read(URI... from) throws IOException {
        try (ReplicatedReader reader = new ReplicatedReader(List.of(from), null)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(reader.read("/xs/survey/a.fits", out).bytes()).isEqualTo(BODY.length);
            return out.toByteArray();
        }
    }

    /** Gives so many bytes of a body and then closes the line. */
    private URI server(byte[] body, int most, int status) throws Exception {
        String etag = '"'
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16)
                + '"';
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, body, most, status, etag));
        server.start();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, byte[] body, int most, int status, String etag)
            throws IOException {
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Match");
        if (condition != null && !condition.equals(etag)) {
            exchange.sendResponseHeaders(412, -1);
            return;
        }
        int start = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length - start);
        exchange.getResponseBody().write(body, start, Math.min(most, body.length - start));
        if (most < body.length - start) {
            throw new IOException("the line breaks");
        }
        exchange.close();
    }
}
