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
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.CareProgress;

/** Sending objects without a copy. */
final class TransferTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path directory;

    private LocalStore store;
    private final byte[] body = random(1, SIZE);

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(directory, Bodies.withExtents(1_000_000));
        store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
        put(store, "x", body);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRangeOverExtentsIsSentWhole() throws IOException {
        Path file = directory.resolve("sent");
        try (ObjectReader reader = store.open(key("x")).orElseThrow();
                FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(reader.transferTo(999_990, 1_500_000, target)).isEqualTo(1_500_000);
            assertThat(reader.transferTo(SIZE - 10, 1000, target)).isEqualTo(10);
        }
        byte[] sent = Files.readAllBytes(file);
        assertThat(Arrays.copyOf(sent, 1_500_000)).isEqualTo(Arrays.copyOfRange(body, 999_990, 2_499_990));
        assertThat(Arrays.copyOfRange(sent, 1_500_000, sent.length))
                .isEqualTo(Arrays.copyOfRange(body, SIZE - 10, SIZE));
    }

    @Test
    void anObjectIsSentWholeThoughItsVolumeIsDeletedMeanwhile() throws IOException {
        Path file = directory.resolve("sent");
        put(store, "y", random(2, 1_000_000));
        store.delete(key("y"));
        try (ObjectReader reader = store.open(key("x")).orElseThrow();
                FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(store.compact(SPECTRA, 0, CareProgress.NONE).volumes()).isPositive();
            for (int i = 0; i < 3; i++) {
                put(store, "z" + i, random(3, 1_000_000));
            }
            long sent = 0;
            while (sent < SIZE) {
                sent += reader.transferTo(sent, SIZE - sent, target);
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(body);
    }

    @Test
    void aTargetThatTakesNoMoreIsSaid() throws IOException {
        Pipe pipe = Pipe.open();
        try (ObjectReader reader = store.open(key("x")).orElseThrow();
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            sink.configureBlocking(false);
            long sent = reader.transferTo(0, SIZE, sink);
            assertThat(sent).isBetween(1L, SIZE - 1L);
            assertThat(reader.transferTo(sent, SIZE - sent, sink)).isZero();
            ByteBuffer got = ByteBuffer.allocate((int) sent);
            while (got.hasRemaining()) {
                source.read(got);
            }
            assertThat(got.array()).isEqualTo(Arrays.copyOf(body, (int) sent));
            assertThat(reader.transferTo(sent, SIZE - sent, sink)).isPositive();
        }
    }

    @Test
    void aClosedTargetHarmsNoOtherReader() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.sink().close();
        pipe.source().close();
        try (ObjectReader reader = store.open(key("x")).orElseThrow()) {
            assertThatThrownBy(() -> reader.transferTo(0, SIZE, pipe.sink()))
                    .isInstanceOf(ClosedChannelException.class);
        }
        assertThat(get(store, "x")).isEqualTo(body);
    }

    @Test
    void anInterruptEndsOneTransferAndNoOther() throws IOException, InterruptedException, ExecutionException {
        Pipe broken = Pipe.open();
        Pipe whole = Pipe.open();
        CompletableFuture<IOException> first = new CompletableFuture<>();
        CompletableFuture<Long> second = new CompletableFuture<>();
        Thread one = Thread.ofPlatform().start(() -> {
            try (ObjectReader reader = store.open(key("x")).orElseThrow()) {
                reader.transferTo(0, SIZE, broken.sink());
                first.completeExceptionally(new AssertionError("sent"));
            } catch (IOException e) {
                first.complete(e);
            }
        });
        Thread two = Thread.ofPlatform().start(() -> {
            try (ObjectReader reader = store.open(key("x")).orElseThrow()) {
                second.complete(reader.transferTo(0, SIZE, whole.sink()));
            } catch (IOException e) {
                second.completeExceptionally(e);
            }
        });
        ByteBuffer got = ByteBuffer.allocate(SIZE);
        whole.source().read(got.limit(1));
        broken.source().read(ByteBuffer.allocate(1));
        // both are under way, and neither can end before its pipe is read
        one.interrupt();
        one.join();
        assertThat(first.get()).isInstanceOf(ClosedByInterruptException.class);
        got.limit(SIZE);
        while (got.hasRemaining()) {
            whole.source().read(got);
        }
        two.join();
        assertThat(second.get()).isEqualTo(SIZE);
        assertThat(got.array()).isEqualTo(body);
        assertThat(get(store, "x")).isEqualTo(body);
        broken.source().close();
        whole.source().close();
        whole.sink().close();
    }

    @Test
    void anInterruptBeforeATransferIsKept() throws IOException {
        Path file = directory.resolve("sent");
        try (ObjectReader reader = store.open(key("x")).orElseThrow();
                FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Thread.currentThread().interrupt();
            assertThat(reader.transferTo(0, 900_000, target)).isEqualTo(900_000);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(body, 900_000));
    }

    @Test
    void aVolumeThatEndsBeforeIsDamage() throws IOException {
        Path volume = directory.resolve("0001E241/0001.vol");
        try (ObjectReader reader = store.open(key("x")).orElseThrow();
                FileChannel shortened = FileChannel.open(volume, StandardOpenOption.WRITE)) {
            shortened.truncate(500_000);
            FileChannel target =
                    FileChannel.open(directory.resolve("sent"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try (target) {
                assertThatThrownBy(() -> reader.transferTo(0, SIZE, target))
                        .isInstanceOf(StorageException.Damaged.class)
                        .hasMessageMatching(
                                "volume 0001E241/0001.vol, offset 64, x: expected .* bytes more, found the end");
            }
        }
    }
}
