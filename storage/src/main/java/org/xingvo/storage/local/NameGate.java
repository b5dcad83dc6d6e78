package org.xingvo.storage.local;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.xingvo.storage.ObjectKey;

/**
 * Lets one change of a name through at a time, so that the order of sequence numbers is the order of the index for every
 * name. Thread-safe. Waiting ends with the holder's change, not by interrupt.
 */
final class NameGate {
    private final ConcurrentHashMap<ObjectKey, CompletableFuture<Boolean>> inside = new ConcurrentHashMap<>();

    /** What is done while a name is held. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    <T> T hold(ObjectKey key, Action<T> action) throws IOException {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        for (CompletableFuture<Boolean> other = inside.putIfAbsent(key, own);
                other != null;
                other = inside.putIfAbsent(key, own)) {
            other.join();
        }
        try {
            return action.run();
        } finally {
            inside.remove(key, own);
            own.complete(true);
        }
    }
}
