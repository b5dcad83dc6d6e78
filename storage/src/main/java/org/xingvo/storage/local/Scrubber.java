package org.xingvo.storage.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.Verify;

/** Checks the bytes of all volumes again and again, in the background, not faster than it may. */
final class Scrubber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    /** Between two rounds, so that a small store is not read all the time. */
    private static final long PAUSE_HOURS = 24;

    private final LocalStore store;
    private final long bytesPerSecond;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private long lastDone;

    Scrubber(LocalStore store, long bytesPerSecond) {
        this.store = store;
        this.bytesPerSecond = bytesPerSecond;
        this.thread = Thread.ofPlatform().daemon().name("store-scrub").unstarted(this::run);
    }

    static Scrubber start(LocalStore store, long bytesPerSecond) {
        Scrubber scrubber = new Scrubber(store, bytesPerSecond);
        scrubber.thread.start();
        return scrubber;
    }

    private void run() {
        try {
            // a server that has just started has other things to do
            while (!ended.await(1, TimeUnit.HOURS)) {
                round();
                if (ended.await(PAUSE_HOURS, TimeUnit.HOURS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("the scrub thread was interrupted and ends");
        }
    }

    /** One look at everything. */
    void round() {
        CareProgress pace = this::pace;
        for (CollectionId collection : store.collections()) {
            lastDone = 0;
            try {
                Verify.Report report = store.verify(List.of(collection), pace);
                report.problems().forEach(problem -> LOG.error("scrub: {}", problem));
                LOG.info(
                        "scrub of {}: {} volumes, {} blocks, {} problems",
                        store.settings(collection).name(),
                        report.volumes(),
                        report.blocks(),
                        report.problems().size());
                store.tellDamage(collection);
            } catch (Ended e) {
                return;
            } catch (IOException | StorageException e) {
                LOG.warn("scrub of {} ended early: {}", collection.hex(), e.getMessage());
            }
        }
    }

    /** The store is being closed. */
    private static final class Ended extends RuntimeException {
        Ended() {
            super("the store is being closed", null, false, false);
        }
    }

    /** Waits as long as the bytes since the last call may take. */
    private void pace(long done, long all) {
        long nanos = (done - lastDone) * 1_000_000_000L / bytesPerSecond;
        lastDone = done;
        try {
            if (ended.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new Ended();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Ended();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
