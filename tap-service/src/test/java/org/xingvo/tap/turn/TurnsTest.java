package org.xingvo.tap.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void onlySoManyComputeAtOnceAndAllComeToTheirEnd() throws Exception {
        Turns turns = new Turns(2, Duration.ofNanos(1), LONG);
        AtomicInteger computing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> outputs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                outputs.add(threads.submit(() -> {
                    try (Turn turn = turns.turn();
                            OutputStream out = new TurnedStream(OutputStream.nullOutputStream(), turn)) {
                        for (int row = 0; row < 2000; row++) {
                            turn.hold();
                            most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                            computing.decrementAndGet();
                            if (row % 100 == 0) {
                                out.write(row);
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> output : outputs) {
                output.get();
            }
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(turns.held()).isZero();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void whoHasWaitedLongestIsNext() throws Exception {
        Turns turns = new Turns(1, LONG, LONG);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try (Turn first = turns.turn()) {
                first.hold();
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    threads.execute(() -> {
                        try (Turn turn = turns.turn()) {
                            turn.hold();
                            order.add(number);
                        } catch (InterruptedIOException e) {
                            order.add(-1);
                        }
                    });
                    while (turns.waiting() <= number) {
                        Thread.onSpinWait();
                    }
                }
            }
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whoWaitsForTheDatabaseLosesTheTurnAndGetsItBack() throws Exception {
        Turns turns = new Turns(1, LONG, Duration.ofMillis(1));
        try (Turn waits = turns.turn();
                Turn next = turns.turn()) {
            waits.hold();
            waits.idle();
            next.hold();
            waits.busy();
            assertThat(waits.give()).isFalse();
            assertThat(next.give()).isTrue();
            waits.hold();
            assertThat(waits.give()).isTrue();
        }
    }

    @Test
    void whoIsInterruptedLeavesTheQueue() throws Exception {
        Turns turns = new Turns(1, LONG, LONG);
        try (Turn first = turns.turn();
                Turn second = turns.turn()) {
            first.hold();
            CountDownLatch ended = new CountDownLatch(1);
            Thread waiter = Thread.startVirtualThread(() -> {
                assertThatThrownBy(second::hold).isInstanceOf(InterruptedIOException.class);
                ended.countDown();
            });
            while (turns.waiting() == 0) {
                Thread.onSpinWait();
            }
            waiter.interrupt();
            ended.await();
            assertThat(turns.waiting()).isZero();
            assertThat(turns.held()).isEqualTo(1);
        }
    }

    @Test
    void anOutputOfFewRowsNeedsNoTurn() throws Exception {
        Turn free = Turn.free();
        free.hold();
        assertThat(free.give()).isFalse();
        free.close();
    }
}
