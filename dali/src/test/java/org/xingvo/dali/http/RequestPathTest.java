package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @Test
    void aPathIsDecodedOnceAndEncodedBack() {
        RequestPath path = RequestPath.parse("/home/ann/a%20b/%E6%98%9F%2525(1):c+d.fits");
        assertThat(path.segments()).containsExactly("home", "ann", "a b", "星%25(1):c+d.fits");
        assertThat(path.encoded()).isEqualTo("/home/ann/a%20b/%E6%98%9F%2525(1):c+d.fits");
        assertThat(path.plain()).isEqualTo("/home/ann/a b/星%25(1):c+d.fits");
        assertThat(path.parent().plain()).isEqualTo("/home/ann/a b");
    }

    @Test
    void slashesAtBothEndsDoNotCount() {
        assertThat(RequestPath.parse("/")).isEqualTo(new RequestPath(List.of()));
        assertThat(RequestPath.parse("")).isEqualTo(new RequestPath(List.of()));
        assertThat(RequestPath.parse("a/b/")).isEqualTo(RequestPath.parse("/a/b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b", "/..", "/a/./b", "/a//b", "//a", "/a/%2e%2e/b", "/a/%2E./b", "/a%2Fb", "/a%2fb", "/a%5Cb",
                "/a\\b", "/a%00b", "/a\u0000", "/a%0Ab", "/a%7Fb", "/%C0%AF", "/%E0%80%AF", "/%C0%AE%C0%AE/x", "/%FF",
                        "/%ED%A0%80",
                "/%", "/%4", "/%zz", "/%+1", "/a%C2%85"
            })
    void aDangerousPathIsRefused(String path) {
        assertThatThrownBy(() -> RequestPath.parse(path)).isInstanceOf(BadRequest.class);
    }

    @Test
    void pathsAndNamesHaveLimits() {
        assertThat(RequestPath.parse("/" + "n".repeat(500)).name()).hasSize(500);
        assertThatThrownBy(() -> RequestPath.parse("/" + "n".repeat(501)))
                .hasMessage("path: expected names of at most 500 bytes, found more");
        assertThatThrownBy(() -> RequestPath.parse("/" + "星".repeat(167))).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> RequestPath.parse("/abc".repeat(600)))
                .hasMessage("path: expected at most 2048 bytes, found more");
        assertThatThrownBy(() -> RequestPath.parse("/abc".repeat(100_000))).isInstanceOf(BadRequest.class);
    }

    @Test
    void whateverIsAcceptedSurvivesTheRoundTrip() {
        long seed = System.nanoTime();
        System.out.println("RequestPathTest seed " + seed);
        Random random = new Random(seed);
        String[] pieces = {
            "a", "/", "%", "%2", "%2F", "..", ".", "\\", "%00", "星", "%E6%98%9F", "%C0%AF", " ", "+", "\ud800"
        };
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("/");
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            RequestPath path;
            try {
                path = RequestPath.parse(text.toString());
            } catch (BadRequest e) {
                continue;
            }
            accepted++;
            assertThat(path.segments()).doesNotContain("", ".", "..");
            assertThat(RequestPath.parse(path.encoded())).isEqualTo(path);
            assertThat(path.encoded().getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(path.encoded().getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(accepted).isPositive();
    }

    @Test
    void dotsInsteadOfNamesAreRefusedWhereverTheyLead() {
        for (String path : new String[] {
            "/..", "/.", "/../a", "/a/../b", "/a/./b", "/a/.", "//..//a", "/a/%2E%2e/b", "/a/....", "/.../a"
        }) {
            assertThatThrownBy(() -> RequestPath.checkEncoding(path))
                    .as(path)
                    .isInstanceOf(BadRequest.class)
                    .hasMessageContaining("expected names");
        }
        RequestPath.checkEncoding("/a//..b/c../...d");
    }
}
