package org.xingvo.dali.auth;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers remembered for a short time, at most so many. Thread-safe. */
final class ShortMemory<K, V> {
    private static final int MAX_ENTRIES = 4096;

    private record Entry<V>(V value, long since) {}

    private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final long nanos;

    ShortMemory(Duration time) {
        this.nanos = time.toNanos();
    }

    @Nullable
    V get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (System.nanoTime() - entry.since > nanos) {
            entries.remove(key, entry);
            return null;
        }
        return entry.value;
    }

    void put(K key, V value) {
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
        entries.put(key, new Entry<>(value, System.nanoTime()));
    }

    void clear() {
        entries.clear();
    }
}
