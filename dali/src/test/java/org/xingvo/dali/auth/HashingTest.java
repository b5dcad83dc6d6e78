package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingTest {
    private static final int AT_ONCE = 2;
    private static final int WAITING = 3;

    @Test
    void soManyHashAtOnceSoManyWaitAndTheRestIsTurnedAway() throws Exception {
        Hashing hashing = new Hashing(AT_ONCE, WAITING);
        CountDownLatch begun = new CountDownLatch(AT_ONCE);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger turnedAway = new AtomicInteger();
        CountDownLatch away = new CountDownLatch(4);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE + WAITING + 4; i++) {
                all.add(threads.submit(() -> {
                    try {
                        hashing.run(() -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            begun.countDown();
                            awaited(end);
                            return now.decrementAndGet();
                        });
                    } catch (IdentityException.TooMany e) {
                        turnedAway.incrementAndGet();
                        away.countDown();
                    }
                }));
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(away.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> hashing.run(() -> "")).isInstanceOf(IdentityException.TooMany.class);
            end.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(most).hasValue(AT_ONCE);
        assertThat(turnedAway).hasValue(4);
        assertThat(hashing.run(() -> "again")).isEqualTo("again");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
