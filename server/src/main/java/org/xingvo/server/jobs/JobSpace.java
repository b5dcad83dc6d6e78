package org.xingvo.server.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.CompactionReport;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.vospace.transfer.SegmentedUploads;

/**
 * Gives the disk back what results of removed jobs and segments of uploads held, now and then: volumes of which most is
 * dead are written anew.
 * Give {@link #run} a thread of its own; {@link #close} ends it soon, but for a compaction that goes on.
 */
public final class JobSpace implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobSpace.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final double LEAST_DEAD = 0.6;

    private final LocalStore store;
    private final CountDownLatch stop = new CountDownLatch(1);

    public JobSpace(LocalStore store) {
        this.store = store;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                compact();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compact() {
        try {
            compact(StoredJobFiles.COLLECTION, StoredJobFiles.ID, "jobs");
            compact(SegmentedUploads.COLLECTION, SegmentedUploads.ID, "segments of uploads");
        } catch (IOException | StorageException e) {
            log.warn("The room of what was removed is not freed: {}", e.getMessage());
        }
    }

    private void compact(String name, CollectionId id, String what) throws IOException {
        if (store.findCollection(name).isPresent()) {
            CompactionReport report = store.compact(id, LEAST_DEAD, CareProgress.NONE);
            if (report.freedBytes() > 0) {
                log.info("{} bytes of removed {} are free again", report.freedBytes(), what);
            }
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
