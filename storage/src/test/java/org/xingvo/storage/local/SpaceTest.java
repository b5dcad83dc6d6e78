package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.SPECTRA;
import static org.xingvo.storage.local.Bodies.get;
import static org.xingvo.storage.local.Bodies.key;
import static org.xingvo.storage.local.Bodies.put;
import static org.xingvo.storage.local.Bodies.random;
import static org.xingvo.storage.local.Bodies.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;

/** A disk without room, and directories that cannot be used. */
final class SpaceTest {
    private static final long RESERVE = 1000;

    @TempDir
    Path directory;

    private FaultDisk disk;
    private LocalStore store;

    @BeforeEach
    void open() throws IOException {
        disk = new FaultDisk(directory, new Random(1));
        StoreConfig s = Bodies.small();
        StoreConfig config = new StoreConfig(
                s.maxVolumeBytes(),
                s.maxObjectBytes(),
                s.maxExtentBytes(),
                s.openVolumes(),
                s.spoolThresholdBytes(),
                s.bodyMemoryBytes(),
                s.indexMapBytes(),
                s.durability(),
                RESERVE);
        store = LocalStore.open(directory, config, Clock.systemUTC(), disk);
        store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
    }

    @AfterEach
    void close() {
        store.close();
        disk.release();
    }

    @Test
    void aBodyOfKnownLengthIsRefusedBeforeItsFirstByte() {
        disk.usable = RESERVE + 475;
        InputStream untouched = new Broken();
        assertThatThrownBy(() -> store.put(PutRequest.create(key("x"), "a/b").withLength(476), untouched))
                .isInstanceOf(StorageException.NoSpace.class)
                .hasMessage("disk: needs 476 bytes, 475 left");
        assertThatThrownBy(() -> store.put(PutRequest.create(key("x"), "a/b").withLength(5_000_000), untouched))
                .isInstanceOf(StorageException.NoSpace.class)
                .hasMessage("disk: needs 10,000,000 bytes, 475 left");
    }

    @Test
    void aBodyThatDoesNotFitLeavesNothingAndASmallerOneFits() throws IOException {
        put(store, "before", random(1, 100));
        disk.usable = RESERVE + 600;
        assertThatThrownBy(() -> put(store, "x", random(2, 3000)))
                .isInstanceOf(StorageException.NoSpace.class)
                .hasMessageMatching("disk: needs [0-9,]+ bytes, 600 left");
        assertThat(store.head(key("x"))).isEmpty();
        put(store, "y", random(3, 100));
        assertThat(get(store, "before")).isEqualTo(random(1, 100));
        assertThat(get(store, "y")).isEqualTo(random(3, 100));
    }

    @Test
    void aDeleteNeedsNoReserve() throws IOException {
        put(store, "x", random(1, 100));
        disk.usable = RESERVE / 2;
        assertThat(store.delete(key("x"))).isTrue();
        assertThat(store.head(key("x"))).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = new SequenceInputStream(stream(random(1, 10_000)), new Broken());
        assertThatThrownBy(() -> store.put(PutRequest.create(key("x"), "a/b"), broken))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(store.head(key("x"))).isEmpty();
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aFileIsNoDataDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> LocalStore.open(file, Bodies.small()))
                .isInstanceOf(StorageException.Unusable.class)
                .hasMessage("data directory %s: expected a directory, found a file".formatted(file));
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }
}
