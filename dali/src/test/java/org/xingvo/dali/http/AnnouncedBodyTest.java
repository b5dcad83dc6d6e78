package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnnouncedBodyTest {
    private static final SlowestClient SLOWEST = new SlowestClient(100, Duration.ofSeconds(10));

    @Test
    void endsWhereItWasAnnouncedOrWhereItEnds() throws IOException {
        assertThat(body(20, 8, 1, 0).readAllBytes()).hasSize(8);
        assertThat(body(20, -1, 1, 0).readAllBytes()).hasSize(20);
    }

    @Test
    void anEndBeforeTheAnnouncedOneIsAFailure() {
        assertThatThrownBy(() -> body(20, 21, 1, 0).readAllBytes())
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("expected 1 bytes more");
    }

    @Test
    void aClientThatSendsTooSlowlyIsGivenUpWhetherTheEndIsAnnouncedOrNot() {
        for (long announced : new long[] {-1, 5000}) {
            assertThatThrownBy(() -> body(5000, announced, 10, 1000).readAllBytes())
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("at least 100 bytes a second, found 100 bytes in 10000 ms");
        }
    }

    @Test
    void oneThatIsJustFastEnoughIsNot() throws IOException {
        assertThat(body(5000, -1, 100, 1000).readAllBytes()).hasSize(5000);
    }

    /** A body whose reads give some bytes each and take some time. */
    private static InputStream body(int size, long announced, int step, long stepMillis) {
        AtomicLong nanos = new AtomicLong();
        InputStream slow = new ByteArrayInputStream(new byte[size]) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                nanos.addAndGet(stepMillis * 1_000_000);
                return super.read(target, offset, Math.min(step, length));
            }
        };
        return new AnnouncedBody(slow, announced, SLOWEST, nanos::get);
    }
}
