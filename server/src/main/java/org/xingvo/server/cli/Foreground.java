package org.xingvo.server.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.xingvo.server.Archive;
import org.xingvo.server.ServerConfig;

/** A command that holds an archive until it is done or told to stop by Ctrl-C or SIGTERM. Thread-safe. */
final class Foreground {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Runnable> onStop = new AtomicReference<>(() -> {});

    private Foreground() {}

    /** What a command does with an open archive. */
    interface Work {
        void run(Archive archive, Foreground foreground) throws Exception;
    }

    /** Opens the archive, works, and closes it in order also when the process is told to stop. */
    static void with(ServerConfig config, Work work) {
        Foreground foreground = new Foreground();
        Thread hook = new Thread(foreground::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Archive archive = Archive.open(config)) {
            archive.warnings().forEach(warning -> System.err.println("Warning: " + warning));
            work.run(archive, foreground);
        } catch (Exception e) {
            throw Failures.sentence(e);
        } finally {
            foreground.ended.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is going down: the hook is what waits for us.
            }
        }
    }

    /** Run once when the process is told to stop. */
    void onStop(Runnable action) {
        onStop.set(action);
        if (stopped.getCount() == 0) {
            action.run();
        }
    }

    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void stop() {
        stopped.countDown();
        onStop.get().run();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
