package org.xingvo.server.preview;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.datalink.PreviewLinks;
import org.xingvo.ingest.preview.NoPreview;
import org.xingvo.ingest.preview.PreviewLimits;
import org.xingvo.ingest.preview.Previewer;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.tap.db.DatasetLookup.Dataset;

/** Pictures of stored files: kept ones, or made now, few at a time. Thread-safe. */
public final class Pictures implements PreviewLinks {
    private static final Logger log = LoggerFactory.getLogger(Pictures.class);

    /** Made at the same time. */
    private static final int AT_ONCE = 2;
    /** Requests that wait for their turn; more are asked to come again. */
    private static final int MAX_WAITING = 32;
    /** Longest wait for a turn. */
    private static final int PATIENCE_SECONDS = 20;

    private static final String DATA = "/files/data/";

    private final Store store;
    private final Keep keep;
    private final PreviewRules rules;
    private final Previewer previewer = new Previewer(PreviewLimits.DEFAULT);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final AtomicInteger waiting = new AtomicInteger();

    public Pictures(Store store, PreviewRules rules) {
        this.store = store;
        this.keep = new Keep(store);
        this.rules = rules;
    }

    /** What a request for a picture gets. */
    sealed interface Answer {
        record Png(byte[] bytes) implements Answer {}

        record None(String why) implements Answer {}

        record Busy() implements Answer {}
    }

    /** The stored bytes of a catalogued file; empty: they are gone, or their collection shows no pictures. */
    Optional<StoredObject> source(String collection, String path) throws IOException {
        Optional<CollectionId> id = rules.allows(collection) ? store.findCollection(collection) : Optional.empty();
        return id.isEmpty() ? Optional.empty() : store.head(new ObjectKey(id.get(), path));
    }

    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String name(StoredObject source, int size) {
        return Keep.name(source, fileName(source.key().name()), size);
    }

    /** True when nothing is to be done for {@link #picture}. */
    boolean isKept(StoredObject source, int size) throws IOException {
        return keep.has(name(source, size));
    }

    /** Descriptions were changed: which collections show pictures is asked anew. */
    public void forget() {
        rules.forget();
    }

    Answer picture(StoredObject source, int size) throws IOException {
        String name = name(source, size);
        Keep.Kept kept = keep.find(name);
        if (kept != null) {
            return answer(kept);
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return new Answer.Busy();
        }
        try {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Answer.Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Busy();
        } finally {
            waiting.decrementAndGet();
        }
        try {
            // somebody may have made it while this one waited
            kept = keep.find(name);
            return kept == null ? make(source, size, name) : answer(kept);
        } finally {
            turns.release();
        }
    }

    private Answer make(StoredObject source, int size, String name) throws IOException {
        Keep.Kept kept;
        String file = fileName(source.key().name());
        try {
            kept = new Keep.Kept(previewer.png(new StoredSource(store, source.key(), file), size), "");
        } catch (NoPreview e) {
            kept = new Keep.Kept(null, String.valueOf(e.getMessage()));
        } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            log.warn("{} could not be drawn", source.key(), e);
            kept = new Keep.Kept(
                    null, "The file could not be drawn (" + e.getClass().getSimpleName() + ").");
        }
        keep.put(name, kept);
        return answer(kept);
    }

    private static Answer answer(Keep.Kept kept) {
        byte[] png = kept.png();
        return png == null ? new Answer.None(kept.why()) : new Answer.Png(png);
    }

    @Override
    public @Nullable String path(Dataset dataset) {
        String path = dataset.accessPath();
        int slash = path.indexOf('/', DATA.length());
        if (!path.startsWith(DATA) || slash < 0 || !isDrawn(dataset.productType())) {
            return null;
        }
        try {
            Optional<StoredObject> source = source(path.substring(DATA.length(), slash), dataset.path());
            boolean drawn = source.isPresent() && !keep.isRefused(name(source.get(), Previewer.DEFAULT_SIZE));
            return drawn ? PreviewHandler.MOUNT + path.substring(DATA.length() - 1) : null;
        } catch (IOException e) {
            log.warn("Cannot look for the preview of {}: {}", path, e.getMessage());
            return null;
        }
    }

    private static boolean isDrawn(@Nullable String productType) {
        return switch (productType == null ? "" : productType) {
            case "image", "cube", "spectrum", "timeseries" -> true;
            default -> false;
        };
    }
}
