package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.CompactionReport;

/** Random puts, replacements, deletions, renamings and compactions, and what they must have left. One thread at a time. */
final class Workload {
    private final Random random;
    /** Acknowledged: name to body. */
    private Map<String, byte[]> acknowledged = new TreeMap<>();
    /** What a change would have left that was not acknowledged; null: there was none. */
    private @Nullable Map<String, byte[]> doubtful;

    Workload(long seed) {
        this.random = new Random(seed);
    }

    /** Runs changes until one fails or all are done; true if all are done. */
    boolean run(LocalStore store, int changes) {
        for (int i = 0; i < changes; i++) {
            Map<String, byte[]> after = new TreeMap<>(acknowledged);
            try {
                change(store, after);
                acknowledged = after;
            } catch (IOException | StorageException e) {
                doubtful = after;
                return false;
            }
        }
        return true;
    }

    private void change(LocalStore store, Map<String, byte[]> after) throws IOException {
        String name = "f" + random.nextInt(8);
        int choice = random.nextInt(20);
        String other = "f" + random.nextInt(8);
        if (choice < 4) {
            boolean there = after.remove(name) != null;
            assertThat(store.delete(Bodies.key(name))).isEqualTo(there);
        } else if (choice < 7 && after.containsKey(name) && !after.containsKey(other)) {
            after.put(other, after.remove(name));
            store.rename(Bodies.key(name), other);
        } else if (choice == 7) {
            CompactionReport report = store.compact(Bodies.SPECTRA, 0.3, CareProgress.NONE);
            assertThat(report.problems()).isEmpty();
        } else {
            int size = random.nextInt(4) == 0 ? random.nextInt(90_000) : random.nextInt(6000);
            byte[] body = Bodies.random(random.nextLong(), size);
            after.put(name, body);
            Bodies.put(store, name, body);
        }
    }

    /** A failed change is known not to be there, in contrast to one that was under way when the process ended. */
    void nothingIsDoubtful() {
        doubtful = null;
    }

    /** Everything acknowledged is there, the doubtful change is there whole or not at all, and nothing else. */
    void check(LocalStore store, String what) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        for (StoredObject object : store.list(Bodies.SPECTRA, "", null, 10_000)) {
            found.put(object.key().name(), Bodies.get(store, object.key().name()));
        }
        if (doubtful != null && describe(found).equals(describe(doubtful))) {
            acknowledged = doubtful;
            doubtful = null;
        }
        assertThat(describe(found)).describedAs(what).isEqualTo(describe(acknowledged));
        assertThat(store.stat(Bodies.SPECTRA).objects()).describedAs(what).isEqualTo(found.size());
    }

    private static Map<String, String> describe(Map<String, byte[]> bodies) {
        Map<String, String> described = new TreeMap<>();
        bodies.forEach((name, body) -> described.put(
                name, body.length + " bytes, " + HexFormat.of().formatHex(Bodies.digest("SHA-256", body), 0, 8)));
        return described;
    }

    /** What a store tells of all its objects, to be compared. */
    static List<String> snapshot(Store store) throws IOException {
        return store.list(Bodies.SPECTRA, "", null, 10_000).stream()
                .map(Workload::describe)
                .toList();
    }

    private static String describe(StoredObject object) {
        HexFormat hex = HexFormat.of();
        return String.join(
                " ",
                object.key().name(),
                Long.toString(object.sizeBytes()),
                object.mediaType(),
                hex.formatHex(object.sha256()),
                hex.formatHex(object.md5()),
                object.stored().toString());
    }
}
