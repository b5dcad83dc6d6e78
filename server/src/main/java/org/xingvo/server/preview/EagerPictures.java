package org.xingvo.server.preview;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.Undrawn;
import org.xingvo.ingest.load.Undrawn.Eager;
import org.xingvo.ingest.load.Undrawn.Fresh;
import org.xingvo.ingest.preview.Previewer;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;

/**
 * Draws the files of collections with {@code previews: ingest} behind the ingest, one at a time, and rests after each as long
 * as it took, so that whoever ingests or asks has more than half of the machine. What is not done when the process ends is
 * done by the next one. Give {@link #run} a thread of its own; {@link #close} ends it soon.
 */
public final class EagerPictures implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EagerPictures.class);

    private static final Duration POLL = Duration.ofSeconds(2);
    /** How long nothing is drawn when there is no room for it. */
    private static final Duration FULL = Duration.ofMinutes(10);

    private static final Duration STEP = Duration.ofMillis(100);
    private static final int PAGE = 500;

    private final Undrawn undrawn;
    private final Pictures pictures;
    /** To where this process has looked, by number of the collection: all of it is drawn. */
    private final Map<Integer, Long> looked = new HashMap<>();

    private volatile boolean closed;

    public EagerPictures(Undrawn undrawn, Pictures pictures) {
        this.undrawn = undrawn;
        this.pictures = pictures;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                List<Eager> collections = undrawn.collections();
                looked.keySet().retainAll(collections.stream().map(Eager::id).toList());
                if (!collections.isEmpty()) {
                    long last = undrawn.last();
                    for (Eager collection : collections) {
                        draw(collection, last);
                    }
                }
            } catch (CatalogueException e) {
                log.debug("Previews wait: {}", e.getMessage());
            }
            rest(POLL);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void draw(Eager collection, long last) {
        Long known = looked.get(collection.id());
        if (known != null && known == last) {
            return;
        }
        long at = undrawn.start(collection);
        while (!closed) {
            List<Fresh> files = undrawn.files(collection, at, last, PAGE);
            for (Fresh file : files) {
                if (closed || !draw(collection, file)) {
                    return;
                }
            }
            at = files.size() < PAGE ? last : files.getLast().id();
            undrawn.drawn(collection, at);
            if (files.size() < PAGE) {
                looked.put(collection.id(), last);
                return;
            }
        }
    }

    /** False: there is no room, or no turn. */
    private boolean draw(Eager collection, Fresh file) {
        try {
            return drawn(collection, file);
        } catch (IOException | StorageException e) {
            log.debug("{} of {} is not drawn now: {}", file.path(), collection.name(), e.getMessage());
            return true; // it is when somebody asks
        }
    }

    private boolean drawn(Eager collection, Fresh file) throws IOException {
        Optional<StoredObject> source = pictures.source(collection.name(), file.path());
        if (source.isEmpty() || pictures.isKept(source.get(), Previewer.DEFAULT_SIZE)) {
            return true;
        }
        long began = System.nanoTime();
        if (pictures.picture(source.get(), Previewer.DEFAULT_SIZE) instanceof Pictures.Answer.Busy) {
            return false;
        }
        if (!pictures.isKept(source.get(), Previewer.DEFAULT_SIZE)) {
            log.info("There is no room for previews at the moment; those of {} wait.", collection.name());
            rest(FULL);
            return false;
        }
        rest(Duration.ofNanos(System.nanoTime() - began));
        return true;
    }

    private void rest(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!closed && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(Math.min(STEP.toNanos(), end - System.nanoTime()));
        }
    }
}
