package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.SPECTRA;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.CollectionStat;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.VolumeInfo;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.CompactionReport;

/** Room that deletions leave is given back while the store serves. */
final class CompactionIT {
    @TempDir
    Path directory;

    private LocalStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(directory, Bodies.small());
        store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() throws IOException {
        store.close();
        store = LocalStore.open(directory, Bodies.small());
    }

    private void fill(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            Bodies.put(store, "n%03d".formatted(i), Bodies.random(i, 3000));
        }
    }

    @Test
    void deadBytesGoAndLivingOnesStay() throws IOException {
        fill(0, 100);
        for (int i = 0; i < 100; i++) {
            if (i % 10 != 0) {
                store.delete(Bodies.key("n%03d".formatted(i)));
            }
        }
        long before = store.stat(SPECTRA).volumeBytes();
        CompactionReport report = store.compact(SPECTRA, 0.5, CareProgress.NONE);
        CollectionStat after = store.stat(SPECTRA);
        assertThat(report.problems()).isEmpty();
        assertThat(report.volumes()).isPositive();
        assertThat(before - after.volumeBytes()).isBetween(report.freedBytes() - 1000, report.freedBytes() + 1000);
        assertThat(after.volumeBytes()).isLessThan(before / 4);
        assertThat(after.objects()).isEqualTo(10);
        for (int i = 0; i < 100; i += 10) {
            assertThat(Bodies.get(store, "n%03d".formatted(i))).isEqualTo(Bodies.random(i, 3000));
        }
        assertThat(store.verify().problems()).isEmpty();
        store.close();
        LocalStore.forgetIndex(directory);
        reopen();
        assertThat(store.stat(SPECTRA).objects()).isEqualTo(10);
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void aReaderOfADeletedObjectFinishesUndisturbed() throws IOException {
        fill(0, 30);
        try (ObjectReader reader = store.open(Bodies.key("n003")).orElseThrow()) {
            for (int i = 0; i < 30; i++) {
                store.delete(Bodies.key("n%03d".formatted(i)));
            }
            store.compact(SPECTRA, 0, CareProgress.NONE);
            byte[] read = reader.stream(new ByteRange(0, 3000)).readAllBytes();
            assertThat(read).isEqualTo(Bodies.random(3, 3000));
        }
        assertThatThrownBy(() -> store.undelete(Bodies.key("n003")))
                .isInstanceOf(StorageException.NoSuchObject.class)
                .hasMessage("object n003 of collection spectra: a compaction has taken its bytes");
    }

    @Test
    void anObjectThatMovesIsReadOnByThoseWhoOpenedIt() throws IOException {
        fill(0, 30);
        for (int i = 0; i < 30; i += 2) {
            store.delete(Bodies.key("n%03d".formatted(i)));
        }
        try (ObjectReader reader = store.open(Bodies.key("n007")).orElseThrow()) {
            store.compact(SPECTRA, 0, CareProgress.NONE);
            assertThat(reader.stream(new ByteRange(0, 3000)).readAllBytes()).isEqualTo(Bodies.random(7, 3000));
        }
        assertThat(Bodies.get(store, "n007")).isEqualTo(Bodies.random(7, 3000));
    }

    @Test
    void volumesMadeAfterACompactionAreOfAHigherGeneration() throws IOException {
        fill(0, 60);
        for (int i = 0; i < 60; i++) {
            store.delete(Bodies.key("n%03d".formatted(i)));
        }
        store.compact(SPECTRA, 0, CareProgress.NONE);
        reopen();
        fill(0, 60);
        List<VolumeInfo> volumes = store.stat(SPECTRA).volumes();
        assertThat(volumes)
                .hasSizeGreaterThan(2)
                .allSatisfy(volume -> assertThat(volume.generation()).isGreaterThan(1));
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void whileVolumesAreHeldNoneGoes() throws Exception {
        fill(0, 30);
        store.delete(Bodies.key("n001"));
        List<VolumeInfo> before = store.stat(SPECTRA).volumes();
        Thread compaction;
        try (AutoCloseable _ = store.holdVolumes(SPECTRA)) {
            compaction = Thread.ofPlatform().start(() -> {
                try {
                    store.compact(SPECTRA, 0, CareProgress.NONE);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            while (compaction.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(store.stat(SPECTRA).volumes()).isEqualTo(before);
        }
        compaction.join();
        assertThat(store.stat(SPECTRA).volumes()).isNotEqualTo(before);
    }

    @Test
    void aDamagedBlockIsNotCopiedAndItsVolumeStays() throws IOException {
        fill(0, 5);
        store.delete(Bodies.key("n004"));
        Path volume = directory.resolve("0001E241/0001.vol");
        flip(volume, 64 + 24 + 10);
        CompactionReport report = store.compact(SPECTRA, 0, CareProgress.NONE);
        assertThat(report.problems())
                .singleElement()
                .asString()
                .matches("volume 0001E241/0001.vol, offset 64, n000: expected data with CRC32C .*, found other data");
        assertThat(volume).exists();
        assertThat(store.damages(SPECTRA, null, 10))
                .singleElement()
                .satisfies(damage -> assertThat(damage.key()).isEqualTo(Bodies.key("n000")));
        assertThat(Bodies.get(store, "n003")).isEqualTo(Bodies.random(3, 3000));
        assertThatThrownBy(() -> Bodies.get(store, "n000")).isInstanceOf(StorageException.Damaged.class);
        // a new body mends it, and the volume can go
        Bodies.put(store, "n000", Bodies.random(9, 3000));
        assertThat(store.damages(SPECTRA, null, 10)).isEmpty();
        assertThat(store.compact(SPECTRA, 0, CareProgress.NONE).problems()).isEmpty();
        assertThat(volume).doesNotExist();
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void damageThatAReaderFindsIsNoted() throws IOException {
        fill(0, 3);
        flip(directory.resolve("0001E241/0001.vol"), 64 + 24 + 10);
        assertThatThrownBy(() -> Bodies.get(store, "n000")).isInstanceOf(StorageException.Damaged.class);
        // what is noted goes through the index as every change does
        Bodies.put(store, "later", Bodies.random(1, 1));
        assertThat(store.damages(SPECTRA, null, 10))
                .singleElement()
                .satisfies(damage -> assertThat(damage.what())
                        .startsWith("volume 0001E241/0001.vol, offset 64, n000: expected CRC32C"));
        store.delete(Bodies.key("n000"));
        assertThat(store.stat(SPECTRA).damaged()).isZero();
    }

    @Test
    void verifyNamesTheObjectsOfADamagedHeader() throws IOException {
        fill(0, 5);
        store.rename(Bodies.key("n002"), "other");
        flip(directory.resolve("0001E241/0001.vol"), 64 + 9);
        assertThat(store.verify().problems()).isNotEmpty();
        assertThat(store.damages(SPECTRA, null, 10))
                .singleElement()
                .satisfies(damage -> assertThat(damage.key()).isEqualTo(Bodies.key("n000")));
        assertThat(store.stat(SPECTRA).damaged()).isEqualTo(1);
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
            channel.write(one, at);
        }
    }

    @Test
    void aFullDiskCanStillBeCompacted() throws IOException {
        store.close();
        FaultDisk disk = new FaultDisk(directory, new java.util.Random(1));
        store = LocalStore.open(directory, reserving(), java.time.Clock.systemUTC(), disk);
        fill(0, 30);
        disk.usable = 1 << 20;
        assertThatThrownBy(() -> fill(30, 31)).isInstanceOf(StorageException.NoSpace.class);
        for (int i = 0; i < 30; i += 2) {
            store.delete(Bodies.key("n%03d".formatted(i)));
        }
        CompactionReport report = store.compact(SPECTRA, 0, CareProgress.NONE);
        assertThat(report.problems()).isEmpty();
        assertThat(report.freedBytes()).isPositive();
        store.close();
        disk.release();
        try (var files = Files.list(directory.resolve("0001E241"))) {
            assertThat(files).isNotEmpty();
        }
        open();
    }

    private static StoreConfig reserving() {
        StoreConfig s = Bodies.small();
        return new StoreConfig(
                s.maxVolumeBytes(),
                s.maxObjectBytes(),
                s.maxExtentBytes(),
                s.openVolumes(),
                s.spoolThresholdBytes(),
                s.bodyMemoryBytes(),
                s.indexMapBytes(),
                s.durability(),
                1 << 20);
    }
}
