package org.xingvo.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void anAddressHasItsBurstAndThenItsRate() {
        RequestRate rate = rate(10, 20);
        assertThat(taken(rate, "a", 30)).isEqualTo(20);
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(taken(rate, "a", 30)).isEqualTo(5);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(taken(rate, "a", 30)).isEqualTo(20);
    }

    @Test
    void addressesDoNotUseUpEachOthersRequests() {
        RequestRate rate = rate(1, 5);
        assertThat(taken(rate, "a", 10)).isEqualTo(5);
        assertThat(taken(rate, "b", 10)).isEqualTo(5);
    }

    @Test
    void withoutALimitAllAreLetIn() {
        assertThat(taken(rate(0, 1), "a", 1000)).isEqualTo(1000);
    }

    @Test
    void endlesslyManyAddressesAreForgottenAgain() {
        RequestRate rate = rate(1, 1);
        for (int i = 0; i < RequestRate.MOST_ADDRESSES + 10; i++) {
            assertThat(rate.take("a" + i)).isTrue();
        }
        assertThat(rate.addresses()).isLessThanOrEqualTo(10);
    }

    private RequestRate rate(int perSecond, int burst) {
        return new RequestRate(new ClientLimits(perSecond, burst, 1, 1, Duration.ofSeconds(1)), nanos::get);
    }

    private static int taken(RequestRate rate, String address, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += rate.take(address) ? 1 : 0;
        }
        return taken;
    }
}
