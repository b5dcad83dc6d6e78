package org.xingvo.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;

/** Compactions and lanes put records in any order: whatever order they are found in, they mean the same. */
class NamesTest {
    private static final CollectionId COLLECTION = CollectionId.of(0, 1, 1, 1);
    private static final VolumeId VOLUME = new VolumeId(COLLECTION, 1, 1);
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final int HISTORIES = Integer.getInteger("xingvo.test.histories", 500);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** What the volumes hold. */
    private final Map<Place, Change> blocks = new LinkedHashMap<>();

    /** The names that blocks were written under. */
    private final Map<Place, ObjectKey> written = new HashMap<>();

    private final Map<Long, Change> records = new LinkedHashMap<>();
    private long sequence;
    private long lastBlock;

    @Test
    void namesFoundInAnyOrderMeanWhatTheyMeantWhenTheyWereGiven() throws IOException {
        try (LmdbIndex live = LmdbIndex.open(directory.resolve("live"), 1 << 26);
                LmdbIndex found = LmdbIndex.open(directory.resolve("found"), 1 << 26)) {
            for (int history = 0; history < HISTORIES; history++) {
                blocks.clear();
                records.clear();
                int steps = 4 + random.nextInt(16);
                int known = random.nextInt(steps);
                for (int i = 0; i < steps; i++) {
                    // the index that is found after a kill knows the beginning already
                    step(i < known ? List.of(live, found) : List.of(live), history);
                }
                List<Change> changes = new ArrayList<>(blocks.values());
                for (Map.Entry<Long, Change> record : records.entrySet()) {
                    // a compaction leaves those out that are not the last word on a name
                    if (isLastWord(live, record.getKey(), record.getValue()) || random.nextBoolean()) {
                        changes.add(record.getValue());
                    }
                }
                Collections.shuffle(changes, random);
                for (Change change : changes) {
                    found.replay(List.of(change), sequence);
                }
                String what = "seed %d, history %d: %s, found as %s"
                        .formatted(seed, history, told(records.values()), told(changes));
                assertThat(found.usage(VOLUME)).as(what).isEqualTo(live.usage(VOLUME));
                for (String name : NAMES) {
                    ObjectKey key = key(history, name);
                    assertSame(live.find(key), found, key, what);
                }
            }
        }
    }

    private void assertSame(@Nullable IndexRecord expected, LmdbIndex found, ObjectKey key, String what)
            throws IOException {
        IndexRecord entry = found.find(key);
        assertThat(entry == null).as(what).isEqualTo(expected == null);
        if (expected != null && entry != null) {
            assertThat(entry.sequence()).as(what).isEqualTo(expected.sequence());
            Place place = entry.extents().getFirst();
            // a block and its copy are as good as each other
            assertThat(blocks).as(what).containsKey(place);
            ObjectKey named = found.nameOf(place);
            // a compaction goes from the block to the name
            assertThat(named == null ? written.get(place) : named).as(what).isEqualTo(key);
        }
    }

    /** A put, a compaction, a deletion, a renaming or an undeletion, as the store tells the index of them. */
    private void step(List<LmdbIndex> indexes, int history) throws IOException {
        ObjectKey key = key(history, NAMES.get(random.nextInt(NAMES.size())));
        ObjectKey other = key(history, NAMES.get(random.nextInt(NAMES.size())));
        LmdbIndex live = indexes.getFirst();
        IndexRecord known = live.find(key);
        Freed freed = live.freed(key);
        int choice = random.nextInt(8);
        if (known != null && choice == 0) {
            compact(indexes, known);
            return;
        }
        long number = ++sequence;
        if (known == null && freed != null && freed.last() != null && choice < 4) {
            give(
                    indexes,
                    number,
                    new Change.Put(record(key, number, freed.last().extents()), false));
        } else if (known == null || choice < 3) {
            IndexRecord entry = record(key, number, List.of(place(key)));
            apply(indexes, new Change.Put(entry, true));
            blocks.put(entry.extents().getFirst(), new Change.Found(entry, 0, 1));
        } else if (live.find(other) == null && choice < 7) {
            give(indexes, number, new Change.Move(key, record(other, number, known.extents())));
        } else {
            give(indexes, number, new Change.Remove(key, number, known));
        }
    }

    private void give(List<LmdbIndex> indexes, long number, Change change) throws IOException {
        apply(indexes, change);
        records.put(number, change);
    }

    private void apply(List<LmdbIndex> indexes, Change change) throws IOException {
        for (LmdbIndex index : indexes) {
            index.apply(List.of(change), sequence);
        }
    }

    /** The copy of a block has the name that it has now; a kill may leave the block beside its copy. */
    private void compact(List<LmdbIndex> indexes, IndexRecord known) throws IOException {
        ObjectKey key = known.object().key();
        Place before = known.extents().getFirst();
        Place after = place(key);
        apply(indexes, new Change.Relocate(key, known.sequence(), known.extents(), List.of(after)));
        if (random.nextBoolean()) {
            blocks.remove(before);
        }
        blocks.put(after, new Change.Found(record(key, known.sequence(), List.of(after)), 0, 1));
    }

    private static boolean isLastWord(LmdbIndex live, long number, Change change) throws IOException {
        return switch (change) {
            case Change.Put(IndexRecord entry, boolean _) ->
                isLastWordOn(live, entry.object().key(), number);
            case Change.Remove(ObjectKey key, long _, IndexRecord _) -> isLastWordOn(live, key, number);
            case Change.Move(ObjectKey from, IndexRecord entry) ->
                isLastWordOn(live, from, number)
                        || isLastWordOn(live, entry.object().key(), number);
            default -> throw new IllegalArgumentException(change.toString());
        };
    }

    private static boolean isLastWordOn(LmdbIndex live, ObjectKey key, long number) throws IOException {
        IndexRecord entry = live.find(key);
        Freed freed = live.freed(key);
        return (entry != null && entry.sequence() == number) || (freed != null && freed.sequence() == number);
    }

    private Place place(ObjectKey key) {
        long id = ((long) COLLECTION.value() << 32) | ((long) VOLUME.number() << 20) | ++lastBlock;
        Place place = new Place(VOLUME, 64 * lastBlock, new BlockHeader(id, 0, 0, 1, 8, 8, 0), 100);
        written.put(place, key);
        return place;
    }

    private static IndexRecord record(ObjectKey key, long number, List<Place> places) {
        StoredObject object = new StoredObject(key, 8, "text/plain", new byte[32], new byte[16], Instant.EPOCH);
        return new IndexRecord(object, number, 1, places);
    }

    private static ObjectKey key(int history, String name) {
        return new ObjectKey(COLLECTION, history + name);
    }

    private static List<String> told(Collection<Change> changes) {
        return changes.stream()
                .map(change -> switch (change) {
                    case Change.Found(IndexRecord entry, int _, int _) -> "found " + told(entry);
                    case Change.Put(IndexRecord entry, boolean _) -> "undelete " + told(entry);
                    case Change.Remove(ObjectKey key, long number, IndexRecord _) ->
                        "%d delete %s".formatted(number, key.name());
                    case Change.Move(ObjectKey from, IndexRecord entry) ->
                        "rename %s to %s".formatted(from.name(), told(entry));
                    default -> change.toString();
                })
                .toList();
    }

    private static String told(IndexRecord entry) {
        return "%s, sequence %d, at %d"
                .formatted(
                        entry.object().key().name(),
                        entry.sequence(),
                        entry.extents().getFirst().offset());
    }
}
