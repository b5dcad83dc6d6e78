package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, same-origin, -",
                "POST, none, -",
                "POST, -, https://vo.example.org",
                "POST, -, -",
                "GET, cross-site, https://evil.example.net",
                "HEAD, cross-site, -",
                "POST, same-origin, https://evil.example.net"
            })
    void aRequestOfOurOwnPagesOrOfAProgramIsLetIn(String method, @Nullable String site, @Nullable String origin) {
        assertThatCode(() -> CrossSite.check(arrival(method, site, origin), Frontage.NONE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, cross-site, -",
                "PUT, same-site, -",
                "DELETE, -, https://evil.example.net",
                "POST, -, null",
                "POST, -, https://vo.example.org:8443",
                "POST, -, https://vo.example.org@evil.example.net",
                "PATCH, sponsored, -",
                "POST, -, %%%"
            })
    void aChangeByAPageOfElsewhereIsNot(String method, @Nullable String site, @Nullable String origin) {
        assertThatThrownBy(() -> CrossSite.check(arrival(method, site, origin), Frontage.NONE))
                .isInstanceOfSatisfying(
                        IdentityException.WrongWay.class,
                        e -> assertThat(e.status()).isEqualTo(403));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"127.0.0.1, -, -", "::1, -, -", "0:0:0:0:0:0:0:1%lo, -, -"})
    void aPasswordOfThisMachineIsPrivate(String peer, @Nullable String forwarded, @Nullable String proto) {
        assertThat(Frontage.NONE.openToOthers(false, peer, headers(forwarded, proto)::get))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "192.0.2.1, -, -, 'expected https, found http from another machine'",
                "192.0.2.1, -, https, 'expected https, found http from another machine'",
                "127.0.0.1, 192.0.2.1, https, 'expected https, found a request of a proxy that --trusted-proxy does not name'",
                "unknown, -, -, 'expected https, found http from another machine'"
            })
    void aPasswordInClearTextIsNot(String peer, @Nullable String forwarded, @Nullable String proto, String why) {
        assertThat(Frontage.NONE.openToOthers(false, peer, headers(forwarded, proto)::get))
                .isEqualTo(why);
    }

    @Test
    void onlyTheSessionOfOursIsReadFromCookies() {
        String secret = Secret.freshSession();
        assertThat(Cookies.session("a=b; JSESSIONID=" + secret + "; c")).isEqualTo(secret);
        assertThat(Cookies.session("JSESSIONID=" + Secret.fresh())).isNull();
        assertThat(Cookies.session("XJSESSIONID=" + secret)).isNull();
        assertThat(Cookies.session(null)).isNull();
    }

    private static Map<String, String> headers(@Nullable String forwarded, @Nullable String proto) {
        Map<String, String> headers = new HashMap<>();
        if (forwarded != null) {
            headers.put("X-Forwarded-For", forwarded);
        }
        if (proto != null) {
            headers.put("X-Forwarded-Proto", proto);
        }
        return headers;
    }

    private static Arrival arrival(String method, @Nullable String site, @Nullable String origin) {
        Map<String, String> headers = new HashMap<>(Map.of("Host", "vo.example.org"));
        if (site != null) {
            headers.put("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            headers.put("Origin", origin);
        }
        return new Arrival(method, "192.0.2.1", true, headers::get);
    }
}
