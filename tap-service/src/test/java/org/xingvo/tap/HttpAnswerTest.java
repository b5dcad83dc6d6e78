package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    @Test
    void gzipIsSentOnlyWhenItIsAskedFor() {
        assertThat(HttpAnswer.acceptsGzip("gzip, deflate")).isTrue();
        assertThat(HttpAnswer.acceptsGzip("deflate;q=0.5, GZIP;q=0.3")).isTrue();
        assertThat(HttpAnswer.acceptsGzip("gzip;q=0, identity")).isFalse();
        assertThat(HttpAnswer.acceptsGzip("identity")).isFalse();
        assertThat(HttpAnswer.acceptsGzip(null)).isFalse();
    }
}
