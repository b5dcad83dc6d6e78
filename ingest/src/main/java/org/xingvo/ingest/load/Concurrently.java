package org.xingvo.ingest.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs works side by side. */
final class Concurrently {
    private Concurrently() {}

    /** Returns when all have ended; then throws what the first of those that failed threw. */
    static void run(List<Runnable> works, int atOnce) {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            works.forEach(work -> running.add(pool.submit(work)));
        }
        for (Future<?> work : running) {
            try {
                work.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
