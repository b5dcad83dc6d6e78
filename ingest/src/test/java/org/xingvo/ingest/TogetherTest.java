package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {
    @Test
    void whoComesDuringAStepIsPartOfTheNext() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        AtomicReference<Together<Integer, Integer>> itself = new AtomicReference<>();
        Together<Integer, Integer> together = new Together<>(60, asked -> {
            if (steps.incrementAndGet() == 1) {
                first.countDown();
                while (itself.get().waiting() < 100) {
                    Thread.onSpinWait();
                }
            }
            return asked.stream().map(x -> 2 * x).toList();
        });
        itself.set(together);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = threads.submit(() -> together.ask(1));
            first.await();
            List<Future<Integer>> more = IntStream.range(0, 100)
                    .mapToObj(i -> threads.submit(() -> together.ask(i)))
                    .toList();
            assertThat(one.get()).isEqualTo(2);
            for (int i = 0; i < 100; i++) {
                assertThat(more.get(i).get()).isEqualTo(2 * i);
            }
        }
        assertThat(steps.get()).as("1 and 60 and 40").isEqualTo(3);
        assertThat(together.ask(4)).isEqualTo(8);
    }

    @Test
    void whatGoesWrongIsToldToAllAndTheNextStepIsFree() {
        AtomicInteger steps = new AtomicInteger();
        Together<Integer, Integer> together = new Together<>(2, asked -> {
            if (steps.incrementAndGet() == 1) {
                throw new IngestException("no");
            }
            return asked;
        });
        assertThatThrownBy(() -> together.ask(1))
                .isInstanceOf(IngestException.class)
                .hasMessage("no");
        assertThat(together.ask(2)).isEqualTo(2);
    }
}
