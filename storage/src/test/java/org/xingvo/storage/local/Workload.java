package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/** Random puts, replacements and deletes, and what they must have left. One thread at a time. */
final class Workload {
    private final Random random;
    /** Acknowledged: name to body. */
    final Map<String, byte[]> acknowledged = new TreeMap<>();
    /** Name of a change that was not acknowledged, and what it would have left; null: nothing. */
    @Nullable
    String doubtful;

    byte @Nullable [] doubtfulBody;

    Workload(long seed) {
        this.random = new Random(seed);
    }

    /** Runs changes until one fails or all are done; true if all are done. */
    boolean run(Store store, int changes) {
        for (int i = 0; i < changes; i++) {
            String name = "f" + random.nextInt(8);
            boolean delete = random.nextInt(5) == 0;
            int size = random.nextInt(4) == 0 ? random.nextInt(90_000) : random.nextInt(6000);
            byte[] body = Bodies.random(random.nextLong(), size);
            try {
                if (delete) {
                    assertThat(store.delete(Bodies.key(name))).isEqualTo(acknowledged.remove(name) != null);
                } else {
                    Bodies.put(store, name, body);
                    acknowledged.put(name, body);
                }
            } catch (IOException | StorageException e) {
                doubtful = name;
                doubtfulBody = delete ? null : body;
                return false;
            }
        }
        return true;
    }

    /** Everything acknowledged is there, the doubtful change is there whole or not at all, and nothing else. */
    void check(Store store, String what) throws IOException {
        for (Map.Entry<String, byte[]> entry : acknowledged.entrySet()) {
            if (!entry.getKey().equals(doubtful)) {
                assertThat(Bodies.get(store, entry.getKey()))
                        .describedAs("%s, %s", what, entry.getKey())
                        .isEqualTo(entry.getValue());
            }
        }
        if (doubtful != null) {
            byte[] found = read(store, doubtful);
            assertThat(Arrays.equals(found, doubtfulBody) || Arrays.equals(found, acknowledged.get(doubtful)))
                    .describedAs("%s, doubtful %s is whole, old or new", what, doubtful)
                    .isTrue();
        }
        List<String> names = store.list(Bodies.SPECTRA, "", null, 10_000).stream()
                .map(object -> object.key().name())
                .filter(name -> !name.equals(doubtful))
                .toList();
        assertThat(names)
                .describedAs(what)
                .isEqualTo(acknowledged.keySet().stream()
                        .filter(name -> !name.equals(doubtful))
                        .toList());
    }

    private static byte @Nullable [] read(Store store, String name) throws IOException {
        Optional<ObjectReader> reader = store.open(Bodies.key(name));
        if (reader.isEmpty()) {
            return null;
        }
        reader.orElseThrow().close();
        return Bodies.get(store, name);
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
