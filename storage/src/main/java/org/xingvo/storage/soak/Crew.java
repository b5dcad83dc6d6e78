package org.xingvo.storage.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Some threads that take numbers until there are none left; the first failure ends them all. */
final class Crew {
    private Crew() {}

    /** What is done for each number. */
    interface Work {
        void run(int i) throws IOException;
    }

    static void run(int threads, int count, Work work) throws IOException {
        AtomicInteger next = new AtomicInteger();
        List<Future<Boolean>> crew = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                crew.add(pool.submit(() -> {
                    try {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            work.run(i);
                        }
                        return true;
                    } catch (IOException | RuntimeException e) {
                        next.set(count);
                        throw e;
                    }
                }));
            }
        }
        for (Future<Boolean> member : crew) {
            try {
                member.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException io -> throw new IOException(io.getMessage(), io);
                    case SoakFailure failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e.getCause());
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
    }
}
