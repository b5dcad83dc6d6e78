package org.xingvo.server.copy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.local.LocalStore;

/**
 * Volumes that a client copies and that stay meanwhile. A client that is not heard of for two minutes has gone away and
 * its hold ends, so that a broken line does not stop compaction for ever. Thread-safe.
 */
final class Holds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final int MOST = 1000;

    private final LocalStore store;
    private final Map<String, Held> holds = new ConcurrentHashMap<>();

    private static final class Held {
        final AutoCloseable hold;
        volatile long lastHeard = System.nanoTime();

        Held(AutoCloseable hold) {
            this.hold = hold;
        }
    }

    Holds(LocalStore store) {
        this.store = store;
    }

    String begin(CollectionId collection) throws IOException {
        endOld();
        if (holds.size() >= MOST) {
            throw new CopyException("expected at most %d copies at a time".formatted(MOST));
        }
        String id = UUID.randomUUID().toString();
        holds.put(id, new Held(store.holdVolumes(collection)));
        return id;
    }

    /** The client is there. */
    void heard(String id) {
        Held held = holds.get(id);
        if (held != null) {
            held.lastHeard = System.nanoTime();
        }
    }

    void end(String id) {
        Held held = holds.remove(id);
        if (held != null) {
            close(id, held);
        }
    }

    /** Called at every request, so a hold ends with the next one after its time at the latest. */
    void endOld() {
        long now = System.nanoTime();
        holds.forEach((id, held) -> {
            if (now - held.lastHeard > PATIENCE_NANOS && holds.remove(id, held)) {
                LOG.warn("A copy was not heard of for two minutes; its volumes are free for compaction again");
                close(id, held);
            }
        });
    }

    private static void close(String id, Held held) {
        try {
            held.hold.close();
        } catch (Exception e) {
            LOG.warn("The hold {} could not be ended", id, e);
        }
    }

    @Override
    public void close() {
        holds.keySet().forEach(this::end);
    }
}
