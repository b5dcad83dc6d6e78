package org.xingvo.server.preview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.db.DatasetLookup;

/** A few pictures of each collection, of what everybody may see and nothing else; remembered for a while. Thread-safe. */
public final class Gallery {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int EACH = 4;

    private final DatasetLookup datasets;
    private final Pictures pictures;
    private volatile @Nullable Known known;

    /**
     * A public collection.
     *
     * @param name its table is {@code data.} and this
     * @param pictures below the public URL, percent-encoded; perhaps none
     */
    public record Shelf(String name, String title, List<String> pictures) {}

    private record Known(List<Shelf> shelves, long since) {}

    public Gallery(DatasetLookup datasets, Pictures pictures) {
        this.datasets = datasets;
        this.pictures = pictures;
    }

    /** By name. */
    public List<Shelf> shelves() {
        Known now = known;
        if (now == null || System.nanoTime() - now.since > FRESH_NANOS) {
            now = new Known(read(), System.nanoTime());
            known = now;
        }
        return now.shelves;
    }

    /** Nothing that was hidden in the meantime is shown any more. */
    public void forget() {
        known = null;
    }

    private List<Shelf> read() {
        Map<String, Shelf> shelves = new LinkedHashMap<>();
        for (DatasetLookup.Example example : datasets.publicExamples(2 * EACH)) {
            Shelf shelf = shelves.computeIfAbsent(
                    example.collection(), name -> new Shelf(name, example.title(), new ArrayList<>()));
            String picture = shelf.pictures().size() < EACH ? pictures.path(example.dataset()) : null;
            if (picture != null) {
                shelf.pictures().add(picture);
            }
        }
        return List.copyOf(shelves.values());
    }
}
