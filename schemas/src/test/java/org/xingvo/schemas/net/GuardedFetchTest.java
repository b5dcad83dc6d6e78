package org.xingvo.schemas.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedFetchTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path directory;

    private HttpServer server;
    private URI base;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        base = URI.create("http://example.org:" + server.getAddress().getPort());
        server.createContext("/known", exchange -> answer(exchange, 200, "twelve bytes", true));
        server.createContext("/chunked", exchange -> answer(exchange, 200, "x".repeat(300_000), false));
        server.createContext("/missing", exchange -> answer(exchange, 404, "", true));
        server.createContext("/moved", exchange -> moved(exchange, "/known"));
        server.createContext("/inside", exchange -> moved(exchange, "http://metadata.internal/latest"));
        server.createContext("/file", exchange -> moved(exchange, "file:///etc/passwd"));
        server.createContext("/round", exchange -> moved(exchange, "/round"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void moved(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        answer(exchange, 302, "", true);
    }

    private static void answer(HttpExchange exchange, int status, String body, boolean known) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : known ? bytes.length : 0);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void bodiesAreFetchedWholeAndTheCheckedAddressIsConnectedTo() throws IOException {
        List<String> asked = new ArrayList<>();
        GuardedFetch fetch = new GuardedFetch(AddressRule.ANY, FetchLimits.STANDARD, host -> {
            asked.add(host);
            return new InetAddress[] {LOOPBACK};
        });
        Path file = directory.resolve("f");
        fetch.toFile(base.resolve("/known"), file, n -> {});
        assertThat(file).hasContent("twelve bytes");
        fetch.toFile(base.resolve("/chunked"), file, n -> {});
        assertThat(file).hasSize(300_000);
        fetch.toFile(base.resolve("/moved"), file, n -> {});
        assertThat(file).hasContent("twelve bytes");
        assertThat(asked).containsExactly("example.org", "example.org", "example.org", "example.org");
    }

    @Test
    void everyAddressOfEveryHopIsChecked() {
        AddressRule.Resolver names = host -> new InetAddress[] {
            InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral(host.equals("a.org") ? "10.1.2.3" : "::1")
        };
        GuardedFetch fetch = new GuardedFetch(AddressRule.PUBLIC_ONLY, FetchLimits.STANDARD, names);
        refused(fetch, URI.create("http://a.org/x"))
                .hasMessage("http://a.org/x: expected an address of the public Internet, found 10.1.2.3 for a.org");
        refused(fetch, URI.create("https://b.org/x")).hasMessageContaining("0:0:0:0:0:0:0:1 for b.org");
        GuardedFetch real = new GuardedFetch(AddressRule.PUBLIC_ONLY, FetchLimits.STANDARD);
        refused(real, URI.create("http://127.0.0.1:1/x")).hasMessageContaining("found 127.0.0.1");
        refused(real, URI.create("http://[::ffff:10.0.0.1]/x")).hasMessageContaining("found 10.0.0.1");
    }

    @Test
    void redirectsToOtherPlacesAreRefused() {
        refused(any(), base.resolve("/file")).hasMessageEndingWith("expected http or https, found 'file'");
        refused(any(), base.resolve("/round")).hasMessageEndingWith("expected at most 5 redirects, found more");
        GuardedFetch inside = new GuardedFetch(
                AddressRule.ANY,
                FetchLimits.STANDARD,
                host -> host.equals("example.org") ? new InetAddress[] {LOOPBACK} : InetAddress.getAllByName(host));
        refused(inside, base.resolve("/inside")).hasMessageContaining("metadata.internal");
    }

    @Test
    void sizeTimeAndStatusAreLimits() {
        GuardedFetch small = new GuardedFetch(
                AddressRule.ANY, FetchLimits.STANDARD.withBytes(11), host -> new InetAddress[] {LOOPBACK});
        refused(small, base.resolve("/known")).hasMessageEndingWith("expected at most 11 bytes, found more");
        refused(small, base.resolve("/chunked")).hasMessageEndingWith("expected at most 11 bytes, found more");
        refused(any(), base.resolve("/missing")).hasMessageEndingWith("expected the answer 200, found 404 Not Found");
        GuardedFetch late = new GuardedFetch(
                AddressRule.ANY, FetchLimits.STANDARD.withTotal(Duration.ZERO), host -> new InetAddress[] {LOOPBACK});
        refused(late, base.resolve("/known")).hasMessageContaining("expected the end within the time that is given");
    }

    @Test
    void addressesOfTheInternetAreToldFromOthers() {
        for (String inside : List.of(
                "127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fd00::1",
                "ff02::1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001::1",
                "2001:db8::1")) {
            assertThat(AddressRule.PUBLIC_ONLY.allows(InetAddress.ofLiteral(inside)))
                    .as(inside)
                    .isFalse();
        }
        for (String outside :
                List.of("8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::1", "64:ff9b::808:808")) {
            assertThat(AddressRule.PUBLIC_ONLY.allows(InetAddress.ofLiteral(outside)))
                    .as(outside)
                    .isTrue();
        }
    }

    private static GuardedFetch any() {
        return new GuardedFetch(AddressRule.ANY, FetchLimits.STANDARD, host -> new InetAddress[] {LOOPBACK});
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(GuardedFetch fetch, URI url) {
        Path file = directory.resolve("refused");
        var failure = assertThatThrownBy(() -> fetch.toFile(url, file, n -> {})).isInstanceOf(IOException.class);
        assertThat(Files.exists(file)).isFalse();
        return failure;
    }
}
