package org.xingvo.tap.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.Jobs;

class UploadDeskTest {
    private static final String CSV = "id,x\n1,2\n";

    @TempDir
    Path directory;

    private HttpServer web;
    private String base;

    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + web.getAddress().getPort();
        answer("/table", 200, CSV);
        answer("/large", 200, CSV.repeat(1000));
        answer("/missing", 404, "no");
        web.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/table");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
        Path sent = directory.resolve("sent");
        assertThat(sent.toFile().exists() ? sent.toFile().list() : new String[0])
                .isEmpty();
    }

    @Test
    void aTableIsFetchedFromTheWeb() {
        for (String path : List.of("/table", "/moved")) {
            try (Uploads uploads = open(true, base + path)) {
                assertThat(uploads.descriptions().getFirst().columns().stream().map(ColumnDescription::name))
                        .containsExactly("id", "x");
            }
        }
    }

    @Test
    void whatCannotBeFetchedIsToldWithTheNameOfTheUpload() {
        assertThatThrownBy(() -> open(true, base + "/missing"))
                .isInstanceOf(DaliFault.class)
                .hasMessage("Upload t: " + base + "/missing: expected the answer 200, found 404 Not Found");
        assertThatThrownBy(() -> open(true, base + "/large"))
                .hasMessage("Upload t: " + base + "/large: expected at most 5,000 bytes, found more");
        assertThatThrownBy(() -> open(false, base + "/table"))
                .hasMessageContaining("expected an address of the public Internet, found 127.0.0.1");
    }

    /** Places are asked in turn, the Web last. */
    @Test
    void aKindOfPlacesTakesItsOwn() {
        UploadPlace vospace = (uri, client, shown, limit) -> uri.getScheme().equals("vos")
                ? Optional.of(new SentBytes.InMemory(CSV.getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
        UploadDesk desk = new UploadDesk(limits(true), List.of(vospace));
        try (Uploads uploads = desk.open(
                List.of(new UploadName("a", "vos://x/y"), new UploadName("b", base + "/table")),
                name -> Optional.empty(),
                client())) {
            assertThat(uploads.descriptions()).hasSize(2);
        }
    }

    private Uploads open(boolean fromPrivate, String uri) {
        return new UploadDesk(limits(fromPrivate), List.of())
                .open(List.of(new UploadName("t", uri)), name -> Optional.empty(), client());
    }

    private UploadLimits limits(boolean fromPrivate) {
        return new UploadLimits(3, 100, new SentSpace(directory.resolve("sent"), 5000), fromPrivate);
    }

    private static UploadPlace.Client client() {
        return new UploadPlace.Client(
                new Jobs.Asker(Caller.ANONYMOUS, "here"), URI.create("http://archive.example"), Duration.ofSeconds(20));
    }

    private void answer(String path, int status, String body) {
        web.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
