package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.storage.local.Bodies.SPECTRA;
import static org.xingvo.storage.local.Bodies.compressible;
import static org.xingvo.storage.local.Bodies.key;
import static org.xingvo.storage.local.Bodies.random;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.volume.LocalDisk;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeMedium;
import org.xingvo.storage.volume.VolumeScan;

/** One bit at a time, in every kind of region of every kind of block, and in the index: found, and never served. */
final class BitFlipIT {
    private static final int FLIPS = Integer.getInteger("xingvo.test.flips", 150);
    private static final int EXTENT_BYTES = 2 << 20;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, byte[]> bodies = new TreeMap<>();
    private Path volume = Path.of("");
    private Path index = Path.of("");

    /** A run of bytes of a volume. */
    private record Region(String name, long start, long end) {}

    private LocalStore open() throws IOException {
        return LocalStore.open(directory, Bodies.withExtents(EXTENT_BYTES));
    }

    @BeforeEach
    void fill() throws IOException {
        volume = directory.resolve("0001E241/0001.vol");
        index = directory.resolve("index/data.mdb");
        bodies.put("empty", new byte[0]);
        bodies.put("small", random(1, 333));
        bodies.put("plain", random(2, 100_000));
        bodies.put("one frame", compressible(3, 40_000));
        bodies.put("frames", compressible(4, 3_300_000));
        bodies.put("plain extents", random(5, EXTENT_BYTES + 77));
        bodies.put("deleted", random(6, 500));
        bodies.put("brought back", random(7, 600));
        bodies.put("before", random(8, 700));
        try (LocalStore store = open()) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
                store.put(
                        PutRequest.create(key(entry.getKey()), "application/x-raw")
                                .withAttachment(() -> entry.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        Bodies.stream(entry.getValue()));
            }
            store.delete(key("deleted"));
            store.delete(key("brought back"));
            store.undelete(key("brought back"));
            store.rename(key("before"), "behind");
        }
        bodies.remove("deleted");
        bodies.put("behind", bodies.remove("before"));
    }

    private List<Region> regions() throws IOException {
        List<Region> regions = new ArrayList<>();
        regions.add(new Region("volume header", 0, VolumeHeader.BYTES));
        VolumeId id = new VolumeId(SPECTRA, 1, 1);
        try (VolumeMedium medium = VolumeMedium.open(
                directory, new LocalDisk(directory), Bodies.withExtents(EXTENT_BYTES), Clock.systemUTC(), 0)) {
            new VolumeScan(medium, id).run(VolumeHeader.BYTES, 0, block -> {
                String what = block.trailer().toString();
                var place = block.place();
                regions.add(new Region("header, " + what, place.offset(), place.dataOffset()));
                regions.add(new Region("data, " + what, place.dataOffset(), place.trailerOffset()));
                regions.add(new Region(what, place.trailerOffset(), place.trailerOffset() + place.trailerBytes()));
                regions.add(new Region("padding, " + what, place.trailerOffset() + place.trailerBytes(), place.end()));
            });
        }
        regions.removeIf(region -> region.start() == region.end());
        return regions;
    }

    private static void flip(Path file, long offset, int bit) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int before = bytes.read();
            bytes.seek(offset);
            bytes.write(before ^ 1 << bit);
        }
    }

    @Test
    void aFlippedBitOfAnyRegionOfAVolumeIsFoundAndNeverServed() throws IOException {
        List<Region> regions = regions();
        try (LocalStore store = open()) {
            assertThat(store.verify().problems()).isEmpty();
            for (int i = 0; i < FLIPS; i++) {
                Region region = regions.get(i % regions.size());
                long offset = random.nextLong(region.start(), region.end());
                int bit = random.nextInt(8);
                String what = "seed %d, offset %d, bit %d, %s".formatted(seed, offset, bit, region.name());
                flip(volume, offset, bit);
                assertThat(store.verify().problems()).describedAs(what).isNotEmpty();
                readAll(store, what);
                flip(volume, offset, bit);
            }
            assertThat(store.verify().problems()).describedAs("seed %d", seed).isEmpty();
        }
    }

    /** What is read is right, or it is said to be damaged. */
    private void readAll(LocalStore store, String what) throws IOException {
        for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
            byte[] body = entry.getValue();
            try (ObjectReader reader = store.open(key(entry.getKey())).orElseThrow()) {
                assertThat(reader.stream(new ByteRange(0, body.length)).readAllBytes())
                        .describedAs(what)
                        .isEqualTo(body);
            } catch (StorageException.Damaged e) {
                assertThat(e).describedAs(what).hasMessageContaining("volume 0001E241/0001.vol, offset");
            }
            // by itself: whoever reads a range has not read the whole before
            try (ObjectReader reader = store.open(key(entry.getKey())).orElseThrow()) {
                checkPiece(reader, body, what);
            } catch (StorageException.Damaged e) {
                assertThat(e).describedAs(what).hasMessageContaining("volume 0001E241/0001.vol, offset");
            }
            try {
                assertThat(store.attachment(key(entry.getKey())).orElseThrow())
                        .describedAs(what)
                        .isNotEmpty();
            } catch (StorageException.Damaged e) {
                assertThat(e).describedAs(what).hasMessageContaining("volume 0001E241/0001.vol, offset");
            }
        }
    }

    private void checkPiece(ObjectReader reader, byte[] body, String what) throws IOException {
        if (body.length > 0) {
            int at = random.nextInt(body.length);
            ByteBuffer piece = ByteBuffer.allocate(Math.min(1000, body.length - at));
            while (piece.hasRemaining()) {
                assertThat(reader.read(piece, at + piece.position()))
                        .describedAs(what)
                        .isPositive();
            }
            assertThat(piece.flip()).describedAs(what).isEqualTo(ByteBuffer.wrap(body, at, piece.limit()));
        }
    }

    @Test
    void aVolumeWithAFlippedBitIsReadWithoutAnIndexAsFarAsItIsGood() throws IOException {
        List<Region> regions = regions();
        for (int i = 0; i < FLIPS / 5; i++) {
            Region region = regions.get(random.nextInt(regions.size()));
            long offset = random.nextLong(region.start(), region.end());
            int bit = random.nextInt(8);
            String what = "seed %d, offset %d, bit %d, %s".formatted(seed, offset, bit, region.name());
            byte[] whole = Files.readAllBytes(volume);
            flip(volume, offset, bit);
            LocalStore.forgetIndex(directory);
            try (LocalStore store = open()) {
                for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
                    try (ObjectReader reader = store.open(key(entry.getKey())).orElse(null)) {
                        if (reader != null) {
                            long length = reader.object().sizeBytes();
                            assertThat(reader.stream(new ByteRange(0, length)).readAllBytes())
                                    .describedAs(what)
                                    .isEqualTo(entry.getValue());
                        }
                    } catch (StorageException.Damaged e) {
                        assertThat(e).describedAs(what).hasMessageContaining("offset");
                    }
                }
            }
            Files.write(volume, whole);
        }
    }

    @Test
    void aFlippedBitOfAClosedIndexIsFoundBeforeAnybodyReadsIt() throws IOException {
        byte[] whole = Files.readAllBytes(index);
        byte[] state = Files.readAllBytes(directory.resolve("index.state"));
        for (int i = 0; i < FLIPS / 5; i++) {
            long offset = random.nextInt(whole.length);
            int bit = random.nextInt(8);
            String what = "seed %d, offset %d, bit %d".formatted(seed, offset, bit);
            Files.write(index, whole);
            Files.write(directory.resolve("index.state"), state);
            flip(index, offset, bit);
            try (LocalStore store = open()) {
                assertThat(store.verify().problems()).describedAs(what).isEmpty();
                assertThat(store.list(SPECTRA, "", null, 100)).describedAs(what).hasSize(bodies.size());
                readAll(store, what);
            }
        }
    }
}
