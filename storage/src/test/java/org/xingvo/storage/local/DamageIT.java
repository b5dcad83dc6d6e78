package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.SPECTRA;
import static org.xingvo.storage.local.Bodies.get;
import static org.xingvo.storage.local.Bodies.key;
import static org.xingvo.storage.local.Bodies.put;
import static org.xingvo.storage.local.Bodies.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;

/** Bytes on disk that are not what was written. */
final class DamageIT {
    @TempDir
    Path directory;

    private final Map<String, byte[]> bodies = new TreeMap<>();
    private Path volume = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        volume = directory.resolve("0001E241/0001.vol");
        try (LocalStore store = open()) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            for (int i = 0; i < 10; i++) {
                byte[] body = random(i, i * 37);
                bodies.put("f" + i, body);
                store.put(
                        PutRequest.create(key("f" + i), "image/fits").withAttachment(() -> body), Bodies.stream(body));
            }
            store.delete(key("f3"));
            bodies.remove("f3");
        }
    }

    private LocalStore open() throws IOException {
        StoreConfig s = Bodies.small();
        return LocalStore.open(
                directory,
                new StoreConfig(
                        1 << 20,
                        s.maxObjectBytes(),
                        s.maxExtentBytes(),
                        1,
                        s.spoolThresholdBytes(),
                        s.bodyMemoryBytes(),
                        s.indexMapBytes(),
                        s.durability(),
                        0));
    }

    private static void flip(Path file, long offset, int bit) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.position(offset).read(one);
            one.put(0, (byte) (one.get(0) ^ 1 << bit));
            channel.position(offset).write(one.flip());
        }
    }

    @Test
    void aSoundStoreVerifies() throws IOException {
        try (LocalStore store = open()) {
            assertThat(store.verify().problems()).isEmpty();
            assertThat(store.verify().objects()).isEqualTo(9);
            assertThat(store.verify().blocks()).isEqualTo(11);
        }
    }

    @Test
    void anyFlippedBitOfAVolumeIsFoundAndNeverServed() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long length = Files.size(volume);
        try (LocalStore store = open()) {
            for (int i = 0; i < 400; i++) {
                long offset = i < VOLUME_HEADER ? i : random.nextLong(length);
                int bit = random.nextInt(8);
                flip(volume, offset, bit);
                String what = "seed %d, offset %d, bit %d".formatted(seed, offset, bit);
                assertThat(store.verify().problems()).describedAs(what).isNotEmpty();
                for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
                    try {
                        assertThat(get(store, entry.getKey())).describedAs(what).isEqualTo(entry.getValue());
                    } catch (StorageException.Damaged e) {
                        assertThat(e).hasMessageContaining("volume 0001E241/0001.vol, offset");
                    }
                }
                flip(volume, offset, bit);
            }
            assertThat(store.verify().problems()).isEmpty();
        }
    }

    private static final int VOLUME_HEADER = 64;

    @Test
    void aDamagedBlockIsNamedWhateverPartOfItIsRead() throws IOException {
        byte[] marker = random(9, 333);
        long at = find(marker);
        flip(volume, at + 100, 3);
        try (LocalStore store = open();
                ObjectReader reader = store.open(key("f9")).orElseThrow()) {
            assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 0))
                    .isInstanceOf(StorageException.Damaged.class)
                    .hasMessageMatching("volume 0001E241/0001.vol, offset %d, f9: expected CRC32C .{8}, found .{8}"
                            .formatted(at - 24));
        }
    }

    private long find(byte[] bytes) throws IOException {
        byte[] all = Files.readAllBytes(volume);
        for (int i = 0; i + bytes.length <= all.length; i++) {
            if (java.util.Arrays.mismatch(all, i, i + bytes.length, bytes, 0, bytes.length) < 0) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void aRebuildKeepsWhatStandsBehindADamagedPlaceAndSaysWhere() throws IOException {
        flip(volume, VOLUME_HEADER + 2, 0);
        Files.delete(directory.resolve("index/data.mdb"));
        try (LocalStore store = open()) {
            assertThat(store.head(key("f0"))).isEmpty();
            for (int i = 4; i < 10; i++) {
                assertThat(get(store, "f" + i)).isEqualTo(bodies.get("f" + i));
            }
            assertThat(store.verify().problems())
                    .singleElement()
                    .asString()
                    .startsWith("volume 0001E241/0001.vol, offset 64: expected a block, found none up to offset");
            put(store, "g", random(1, 10));
        }
        Files.delete(directory.resolve("index/data.mdb"));
        try (LocalStore store = open()) {
            assertThat(get(store, "g")).isEqualTo(random(1, 10));
        }
    }

    @Test
    void whatIsCutAwayWithoutAnIndexIsPutAside() throws IOException {
        byte[] whole = Files.readAllBytes(volume);
        Files.write(volume, java.util.Arrays.copyOf(whole, whole.length - 20));
        Files.delete(directory.resolve("index/data.mdb"));
        open().close();
        try (Stream<Path> files = Files.list(volume.resolveSibling("."))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("0001.vol.cut-"));
        }
    }

    @Test
    void aShortenedVolumeIsSaidAndNothingIsWrittenToIt() throws IOException {
        byte[] whole = Files.readAllBytes(volume);
        Files.write(volume, java.util.Arrays.copyOf(whole, whole.length / 2));
        try (LocalStore store = open()) {
            assertThat(store.verify().problems()).isNotEmpty();
            assertThatThrownBy(() -> get(store, "f9")).isInstanceOf(StorageException.Damaged.class);
            put(store, "g", random(1, 10));
            assertThat(get(store, "g")).isEqualTo(random(1, 10));
        }
        assertThat(volume.resolveSibling("0002.vol")).exists();
        assertThat(Files.size(volume)).isEqualTo(whole.length / 2);
    }

    @Test
    void flippedBitsOfAnIndexThatWasNotClosedAreNeverServed() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path index = directory.resolve("index/data.mdb");
        Path state = directory.resolve("index.state");
        byte[] whole = Files.readAllBytes(index);
        byte[] name = Bodies.key("f9").name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int at = lastRecord(whole, name);
        byte[] open;
        try (LocalStore _ = open()) {
            open = Files.readAllBytes(state);
        }
        for (int i = 0; i < 40; i++) {
            Files.write(index, whole);
            Files.write(state, open);
            flip(index, (long) at + name.length + random.nextInt(120), random.nextInt(8));
            try (LocalStore store = open()) {
                assertThat(get(store, "f9")).describedAs("seed %d", seed).isEqualTo(bodies.get("f9"));
            } catch (StorageException.Damaged e) {
                assertThat(e).hasMessageStartingWith("index, f9: expected a record with a good CRC32C");
            }
        }
    }

    /** Where the value begins of the record whose key ends with a name, in the page written last. */
    private static int lastRecord(byte[] index, byte[] name) {
        byte[] key = ByteBuffer.allocate(4 + name.length)
                .putInt(SPECTRA.value())
                .put(name)
                .array();
        for (int i = index.length - key.length; i >= 0; i--) {
            if (java.util.Arrays.mismatch(index, i, i + key.length, key, 0, key.length) < 0) {
                return i + 4;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void anIndexFullOfNoiseIsMadeAgain() throws IOException {
        Path index = directory.resolve("index/data.mdb");
        Files.write(index, random(1, (int) Files.size(index)));
        try (LocalStore store = open()) {
            for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
                assertThat(get(store, entry.getKey())).isEqualTo(entry.getValue());
            }
            assertThat(store.verify().problems()).isEmpty();
        }
    }

    @Test
    void aVolumeWithADamagedHeaderIsReadButNotWritten() throws IOException {
        flip(volume, 3, 1);
        try (LocalStore store = open()) {
            assertThat(get(store, "f9")).isEqualTo(bodies.get("f9"));
            put(store, "g", random(1, 10));
        }
        assertThat(volume.resolveSibling("0002.vol")).exists();
    }
}
