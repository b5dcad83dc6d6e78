package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
    private static final PublicUrl REQUESTS_OWN = PublicUrl.of(null, Set.of("10.0.0.0/8", "::1"));

    @ParameterizedTest
    @CsvSource({
        "false, localhost:8080, http://localhost:8080",
        "false, Example.ORG:80, http://example.org",
        "true, example.org:443, https://example.org",
        "true, example.org:80, https://example.org:80",
        "false, [::1]:8080, http://[::1]:8080",
        "false, 192.0.2.7, http://192.0.2.7",
    })
    void theHostHeaderTells(boolean secure, String host, String expected) {
        assertThat(REQUESTS_OWN.base(secure, "192.0.2.1", "127.0.0.1:1", Map.of("Host", host)::get))
                .hasToString(expected);
    }

    @Test
    void withoutHostTheLocalAddressTells() {
        assertThat(base("192.0.2.1", Map.of())).hasToString("http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "user@host",
                "host:0",
                "host:65536",
                "host:x",
                "host:123456",
                "<script>",
                "a\"b",
                "[::1",
                "a,b",
                "a?b",
                "a#b",
                "-a",
                "a%20b",
                "höst"
            })
    void aBadHostIsRefused(String host) {
        assertThatThrownBy(() -> base("192.0.2.1", Map.of("Host", host))).isInstanceOf(BadRequest.class);
    }

    @Test
    void aTrustedProxyIsBelieved() {
        Map<String, String> headers =
                Map.of("Host", "inner:1", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil, vo.example.org");
        assertThat(base("10.1.2.3", headers)).hasToString("https://vo.example.org");
        assertThat(base("0:0:0:0:0:0:0:1", headers)).hasToString("https://vo.example.org");
        assertThat(base("11.1.2.3", headers)).hasToString("http://inner:1");
        assertThat(base(null, headers)).hasToString("http://inner:1");
    }

    @Test
    void aProxyMaySayOnlyHttpOrHttps() {
        assertThatThrownBy(() -> base("10.1.2.3", Map.of("Host", "a", "X-Forwarded-Proto", "javascript")))
                .hasMessage("X-Forwarded-Proto: expected http or https, found 'javascript'");
    }

    @Test
    void aConfiguredUrlWinsWithoutItsLastSlash() {
        PublicUrl url = PublicUrl.of(URI.create("https://vo.example.org/archive/"), Set.of());
        assertThat(url.base(false, null, "x", Map.of("Host", "other")::get))
                .hasToString("https://vo.example.org/archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "http:///x", "http://a?b", "//a", "http://u@a/", "http://a/#f"})
    void aConfiguredUrlIsChecked(String url) {
        assertThatThrownBy(() -> PublicUrl.of(URI.create(url), Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", ""})
    void aProxyMustBeAnAddress(String proxy) {
        assertThatThrownBy(() -> PublicUrl.of(null, Set.of(proxy)))
                .hasMessageStartingWith("trusted proxy: expected an IP address or a block like 10.0.0.0/8, found");
    }

    private static URI base(@Nullable String peer, Map<String, String> headers) {
        return REQUESTS_OWN.base(false, peer, "127.0.0.1:8080", headers::get);
    }
}
