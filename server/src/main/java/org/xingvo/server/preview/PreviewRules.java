package org.xingvo.server.preview;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.Previews;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CollectionHandle;

/** Which collections show pictures, as their descriptions say; remembered for some seconds. Thread-safe. */
public final class PreviewRules {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Catalogue catalogue;
    private volatile @Nullable Known known;

    private record Known(Set<String> allowed, long since) {}

    public PreviewRules(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** False for {@code previews: none}, and for what is no catalogued collection. */
    boolean allows(String collection) {
        Known now = known;
        if (now == null || System.nanoTime() - now.since > FRESH_NANOS) {
            now = new Known(read(), System.nanoTime());
            known = now;
        }
        return now.allowed.contains(collection);
    }

    void forget() {
        known = null;
    }

    private Set<String> read() {
        return catalogue.collections().stream()
                .filter(handle ->
                        handle.description() != null && handle.description().previews() != Previews.NONE)
                .map(CollectionHandle::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
