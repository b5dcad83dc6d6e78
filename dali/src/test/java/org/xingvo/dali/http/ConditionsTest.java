package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.dali.http.Conditions.Verdict;

class ConditionsTest {
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");
    private static final Conditions PRESENT = new Conditions("abc", MODIFIED);
    private static final Conditions ABSENT = new Conditions(null, null);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; If-None-Match; \"abc\"; NOT_MODIFIED",
                "HEAD; If-None-Match; W/\"abc\"; NOT_MODIFIED",
                "GET; If-None-Match; \"x\", \"abc\"; NOT_MODIFIED",
                "GET; If-None-Match; *; NOT_MODIFIED",
                "GET; If-None-Match; \"x\"; PROCEED",
                "PUT; If-None-Match; *; FAILED",
                "PUT; If-Match; \"abc\"; PROCEED",
                "PUT; If-Match; W/\"abc\"; FAILED",
                "PUT; If-Match; \"x\"; FAILED",
                "GET; If-Match; *; PROCEED",
                "GET; If-Modified-Since; Sun, 06 Nov 1994 08:49:37 GMT; NOT_MODIFIED",
                "GET; If-Modified-Since; Sunday, 06-Nov-94 08:49:37 GMT; NOT_MODIFIED",
                "GET; If-Modified-Since; Sun Nov  6 08:49:37 1994; NOT_MODIFIED",
                "GET; If-Modified-Since; Sun, 06 Nov 1994 08:49:36 GMT; PROCEED",
                "GET; If-Modified-Since; yesterday; PROCEED",
                "PUT; If-Modified-Since; Sun, 06 Nov 1994 08:49:37 GMT; PROCEED",
                "PUT; If-Unmodified-Since; Sun, 06 Nov 1994 08:49:36 GMT; FAILED",
                "PUT; If-Unmodified-Since; Sun, 06 Nov 1994 08:49:37 GMT; PROCEED",
            })
    void aConditionIsJudged(String method, String header, String value, Verdict verdict) {
        assertThat(PRESENT.judge(method, Map.of(header, value)::get)).isEqualTo(verdict);
    }

    @Test
    void whatIsNotThereMatchesNothing() {
        assertThat(ABSENT.judge("PUT", Map.of("If-None-Match", "*")::get)).isEqualTo(Verdict.PROCEED);
        assertThat(ABSENT.judge("PUT", Map.of("If-Match", "*")::get)).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aTagOutweighsADate() {
        assertThat(PRESENT.judge(
                        "GET",
                        Map.of("If-None-Match", "\"x\"", "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")::get))
                .isEqualTo(Verdict.PROCEED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "Sun, 06 Nov 1994 08:49:37 GMT"})
    void aRangeCountsForTheSameRepresentation(String ifRange) {
        assertThat(PRESENT.rangeCounts(ifRange)).isTrue();
        assertThat(PRESENT.rangeCounts(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "W/\"abc\"", "Sun, 06 Nov 1994 08:49:38 GMT", "?"})
    void aRangeDoesNotCountForAnother(String ifRange) {
        assertThat(PRESENT.rangeCounts(ifRange)).isFalse();
    }
}
