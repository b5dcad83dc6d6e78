package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final SignInSettings LIMITS =
            new SignInSettings(1, 1, 3, 7, 5, Duration.ofMinutes(5), Duration.ofHours(1), false, Duration.ofDays(1));

    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final Throttle throttle = new Throttle(
            LIMITS, () -> now, (account, address) -> account.equals("wang") && address.equals("192.0.2.1"));

    @Test
    void afterSomeFailuresAPasswordWaitsForTheEndOfTheWindow() {
        for (int i = 0; i < 3; i++) {
            throttle.begin("wang", "192.0.2.9");
        }
        assertThatThrownBy(() -> throttle.begin("wang", "192.0.2.9"))
                .isInstanceOfSatisfying(IdentityException.TooMany.class, e -> {
                    assertThat(e.status()).isEqualTo(429);
                    assertThat(e.retryAfterSeconds()).isEqualTo(300);
                });
        throttle.begin("wang", "192.0.2.1");
        now = now.plusSeconds(300);
        throttle.begin("wang", "192.0.2.9");
    }

    @Test
    void nobodyElseLocksAUserOutWhereTheUserHasBeen() {
        for (int i = 0; i < 5; i++) {
            throttle.begin("wang", "198.51.100." + i);
        }
        assertThatThrownBy(() -> throttle.begin("wang", "203.0.113.1")).hasMessage("too many wrong passwords");
        throttle.begin("wang", "192.0.2.1").succeeded();
    }

    @Test
    void aSuccessTakesItsOwnFailuresBack() {
        for (int i = 0; i < 20; i++) {
            throttle.begin("wang", "192.0.2.9");
            throttle.begin("wang", "192.0.2.9").succeeded();
            now = now.plusSeconds(100);
        }
    }

    @Test
    void oneAddressTriesOnlySoManyNames() {
        for (int i = 0; i < 7; i++) {
            throttle.begin("user" + i, i % 2 == 0 ? "2001:db8::1" : "2001:db8::ffff:2");
        }
        assertThatThrownBy(() -> throttle.begin("user8", "2001:db8::3")).isInstanceOf(IdentityException.TooMany.class);
        throttle.begin("user8", "2001:db8:0:1::3");
    }

    @Test
    void theFirstAndTheLastFailureAreWorthAnEvent() {
        assertThat(throttle.begin("li", "192.0.2.9").isNotable()).isTrue();
        assertThat(throttle.begin("li", "192.0.2.9").isNotable()).isFalse();
        assertThat(throttle.begin("li", "192.0.2.9").isLast()).isTrue();
    }

    @Test
    void onlySoManyHashesRunAndWait() throws InterruptedException {
        Hashing hashing = new Hashing(1, 1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread first = Thread.startVirtualThread(() -> hashing.run(() -> {
            running.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 1;
        }));
        running.await();
        CountDownLatch asked = new CountDownLatch(2);
        Thread[] others = new Thread[2];
        for (int i = 0; i < others.length; i++) {
            others[i] = Thread.startVirtualThread(() -> {
                try {
                    hashing.run(() -> 2);
                } catch (IdentityException.TooMany e) {
                    end.countDown();
                }
                asked.countDown();
            });
        }
        asked.await();
        first.join();
    }
}
