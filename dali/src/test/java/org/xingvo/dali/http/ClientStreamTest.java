package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientStreamTest {
    private static final SlowestClient LIMIT = new SlowestClient(1000, Duration.ofSeconds(10));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();

    /** A client that takes so many bytes a second. */
    private ClientStream to(double bytesPerSecond) {
        OutputStream client = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                clock.addAndGet((long) (length / bytesPerSecond * 1e9));
            }
        };
        return new ClientStream(
                client,
                new Client("test", null, false),
                LIMIT,
                new ClientStream.Listener() {
                    @Override
                    public void sent(long bytes) {
                        sent.addAndGet(bytes);
                    }

                    @Override
                    public void cut() {
                        cut.incrementAndGet();
                    }
                },
                clock::get);
    }

    @Test
    void aClientThatTakesTooLittleIsCutOffAtTheEndOfTheWindow() throws Exception {
        byte[] piece = new byte[500];
        ClientStream slow = to(990);
        assertThatThrownBy(() -> {
                    while (true) {
                        slow.write(piece);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the client took only 10000 bytes");
        assertThatThrownBy(slow::close).hasMessage("the client was cut off");
        assertThat(sent.get()).isEqualTo(10_000);
        assertThat(cut.get()).isOne();
    }

    @Test
    void aClientThatTakesEnoughIsServedToTheEnd() throws Exception {
        byte[] piece = new byte[500];
        try (ClientStream enough = to(1010)) {
            for (int i = 0; i < 1000; i++) {
                enough.write(piece);
                // the query's own time does not count
                clock.addAndGet(TimeUnit.HOURS.toNanos(1));
            }
        }
        assertThat(cut.get()).isZero();
        assertThat(sent.get()).isEqualTo(500_000);
    }
}
