package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.CollectionStat;
import org.xingvo.storage.Listing;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.VolumeInfo;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.CompactionReport;
import org.xingvo.storage.volume.LocalDisk;

/** Random operations on a store and on a map must come to the same. */
final class ModelIT {
    private static final int OPERATIONS = Integer.getInteger("xingvo.test.model.operations", 600);
    private static final int NAMES = 12;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    /** What every name holds. */
    private final Map<String, byte[]> model = new TreeMap<>();
    /** What a deleted name may get back; only if no compaction has come between. */
    private final Map<String, byte[]> deleted = new TreeMap<>();

    private boolean compacted;
    private LocalStore store;
    private final List<String> done = new ArrayList<>();

    private static StoreConfig config() {
        StoreConfig s = Bodies.small();
        return new StoreConfig(
                        20_000,
                        s.maxObjectBytes(),
                        3_000,
                        2,
                        s.spoolThresholdBytes(),
                        s.bodyMemoryBytes(),
                        s.indexMapBytes(),
                        StoreConfig.Durability.FSYNC,
                        0)
                .withIndexKeepPeriod(Duration.ofMillis(5));
    }

    private LocalStore open() throws IOException {
        return LocalStore.open(directory, config(), Clock.systemUTC(), new LocalDisk(directory));
    }

    @BeforeEach
    void openFirst() throws IOException {
        store = open();
    }

    @Test
    void aStoreIsAMapThatSurvivesEverything() throws IOException {
        store.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
        for (int i = 0; i < OPERATIONS; i++) {
            step();
            if (i % 20 == 0) {
                check();
            }
        }
        check();
        assertThat(store.verify().problems()).describedAs(what()).isEmpty();
        store.close();
        LocalStore.forgetIndex(directory);
        store = open();
        check();
        assertThat(store.verify().problems()).describedAs(what()).isEmpty();
        store.close();
    }

    private String what() {
        return "seed %d, last of %d: %s"
                .formatted(seed, done.size(), done.subList(Math.max(0, done.size() - 24), done.size()));
    }

    private String name() {
        return (random.nextBoolean() ? "d/" : "") + "n" + random.nextInt(NAMES);
    }

    private void step() throws IOException {
        String name = name();
        int choice = random.nextInt(100);
        if (choice < 45) {
            byte[] body = Bodies.random(random.nextLong(), random.nextInt(random.nextInt(5) == 0 ? 10_000 : 800));
            done.add("put " + name + " " + body.length);
            Bodies.put(store, name, body);
            model.put(name, body);
            deleted.remove(name);
        } else if (choice < 60) {
            done.add("delete " + name);
            assertThat(store.delete(Bodies.key(name))).describedAs(what()).isEqualTo(model.containsKey(name));
            if (model.containsKey(name)) {
                deleted.put(name, model.remove(name));
            }
        } else if (choice < 72) {
            rename(name, name());
        } else if (choice < 82) {
            undelete(name);
        } else if (choice < 90) {
            done.add("compact");
            CompactionReport report = store.compact(Bodies.SPECTRA, random.nextInt(3) * 0.3, CareProgress.NONE);
            assertThat(report.problems()).describedAs(what()).isEmpty();
            compacted = true;
        } else if (choice < 95) {
            done.add("reopen");
            store.close();
            store = open();
        } else if (choice < 98) {
            done.add("abandon");
            store.abandon();
            store = open();
        } else {
            done.add("rebuild");
            store.close();
            LocalStore.forgetIndex(directory);
            store = open();
        }
    }

    private void rename(String from, String to) throws IOException {
        done.add("rename " + from + " " + to);
        if (!model.containsKey(from)) {
            assertThatThrownBy(() -> store.rename(Bodies.key(from), to))
                    .describedAs(what())
                    .isInstanceOf(StorageException.NoSuchObject.class);
        } else if (model.containsKey(to)) {
            assertThatThrownBy(() -> store.rename(Bodies.key(from), to))
                    .describedAs(what())
                    .isInstanceOf(StorageException.AlreadyExists.class);
        } else {
            assertThat(store.rename(Bodies.key(from), to).key().name()).isEqualTo(to);
            model.put(to, model.remove(from));
            deleted.remove(from);
            deleted.remove(to);
        }
    }

    private void undelete(String name) throws IOException {
        done.add("undelete " + name);
        if (model.containsKey(name)) {
            assertThatThrownBy(() -> store.undelete(Bodies.key(name)))
                    .describedAs(what())
                    .isInstanceOf(StorageException.AlreadyExists.class);
            return;
        }
        try {
            store.undelete(Bodies.key(name));
            assertThat(deleted).describedAs(what()).containsKey(name);
            model.put(name, deleted.remove(name));
        } catch (StorageException.NoSuchObject e) {
            // a compaction may have taken the bytes; without one they must be there
            assertThat(compacted || !deleted.containsKey(name))
                    .describedAs(what())
                    .isTrue();
            deleted.remove(name);
        }
    }

    private void check() throws IOException {
        List<String> names = store.list(Bodies.SPECTRA, "", null, 1000).stream()
                .map(object -> object.key().name())
                .toList();
        assertThat(names).describedAs(what()).isEqualTo(List.copyOf(model.keySet()));
        long bytes = 0;
        for (Map.Entry<String, byte[]> entry : model.entrySet()) {
            assertThat(Bodies.get(store, entry.getKey()))
                    .describedAs("%s, %s", what(), entry.getKey())
                    .isEqualTo(entry.getValue());
            bytes += entry.getValue().length;
        }
        CollectionStat stat = store.stat(Bodies.SPECTRA);
        assertThat(stat.objects()).describedAs(what()).isEqualTo(model.size());
        assertThat(stat.bytes()).describedAs(what()).isEqualTo(bytes);
        assertThat(stat.damaged()).describedAs(what()).isZero();
        assertThat(stat.volumes())
                .describedAs(what())
                .allSatisfy(volume -> assertThat(volume.liveBytes()).isBetween(0L, volume.bytes()));
        assertThat(stat.volumes().stream().mapToLong(VolumeInfo::liveBlocks).sum())
                .describedAs(what())
                .isGreaterThanOrEqualTo(model.size());
        Listing listing = store.list(Bodies.SPECTRA, "", "/", null, 1000);
        assertThat(listing.prefixes())
                .describedAs(what())
                .isEqualTo(model.keySet().stream().anyMatch(name -> name.startsWith("d/")) ? List.of("d/") : List.of());
        assertThat(listing.objects().stream().map(object -> object.key().name()).toList())
                .describedAs(what())
                .isEqualTo(model.keySet().stream()
                        .filter(name -> !name.startsWith("d/"))
                        .toList());
    }
}
