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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;

final class LocalStoreTest {
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

    private void restart() throws IOException {
        store.close();
        store = LocalStore.open(directory, Bodies.small());
    }

    private void restartWithoutIndex() throws IOException {
        store.close();
        Files.delete(directory.resolve("index/data.mdb"));
        store = LocalStore.open(directory, Bodies.small());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 1000, 4095, 4096, 4097, 39_999, 40_000, 40_001, 80_000, 200_003, 3_000_000})
    void aBodyOfAnySizeComesBackAfterARestartAndARebuild(int size) throws IOException {
        byte[] body = random(size, size);
        StoredObject put = put(store, "a/b.fits", body);
        assertThat(put.sha256()).isEqualTo(Bodies.digest("SHA-256", body));
        assertThat(put.md5()).isEqualTo(Bodies.digest("MD5", body));
        assertThat(get(store, "a/b.fits")).isEqualTo(body);
        restart();
        assertThat(get(store, "a/b.fits")).isEqualTo(body);
        restartWithoutIndex();
        assertThat(get(store, "a/b.fits")).isEqualTo(body);
        StoredObject head = store.head(key("a/b.fits")).orElseThrow();
        assertThat(head).usingRecursiveComparison().isEqualTo(put);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 50_000})
    void aBodyOfKnownLengthIsTaken(int size) throws IOException {
        byte[] body = random(1, size);
        store.put(PutRequest.create(key("x"), "text/csv").withLength(size), stream(body));
        assertThat(get(store, "x")).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5000})
    void aBodyOfAnotherLengthThanAnnouncedIsRefused(int size) throws IOException {
        byte[] body = random(1, size);
        assertThatThrownBy(
                        () -> store.put(PutRequest.create(key("x"), "text/csv").withLength(size + 1), stream(body)))
                .isInstanceOf(StorageException.BodyMismatch.class)
                .hasMessage("body of x: expected %,d bytes, found %,d".formatted(size + 1, size));
        assertThatThrownBy(
                        () -> store.put(PutRequest.create(key("x"), "text/csv").withLength(size - 1), stream(body)))
                .isInstanceOf(StorageException.BodyMismatch.class)
                .hasMessage("body of x: expected %,d bytes, found more".formatted(size - 1));
        assertThat(store.head(key("x"))).isEmpty();
    }

    @Test
    void aWrongDigestIsRefused() {
        PutRequest request = PutRequest.create(key("x"), "text/csv").withDigests(new byte[16], null);
        assertThatThrownBy(() -> store.put(request, stream(new byte[0])))
                .isInstanceOf(StorageException.BodyMismatch.class)
                .hasMessage("body of x: expected MD5 00000000000000000000000000000000,"
                        + " found d41d8cd98f00b204e9800998ecf8427e");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        assertThatThrownBy(
                        () -> store.put(PutRequest.create(key("x"), "a/b").withLength(11 << 20), stream(new byte[0])))
                .isInstanceOf(StorageException.TooLarge.class)
                .hasMessage("body of x: expected at most 10,485,760 bytes, found 11,534,336");
    }

    @Test
    void aTakenNameIsRefusedInCreateModeAndReplacedOtherwise() throws IOException {
        put(store, "x", random(1, 100));
        assertThatThrownBy(() -> store.put(PutRequest.create(key("x"), "a/b"), stream(new byte[5])))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessage("object x of collection spectra: exists");
        byte[] second = random(2, 200);
        try (ObjectReader old = store.open(key("x")).orElseThrow()) {
            put(store, "x", second);
            assertThat(old.stream(new ByteRange(0, 100)).readAllBytes()).isEqualTo(random(1, 100));
        }
        assertThat(get(store, "x")).isEqualTo(second);
        restartWithoutIndex();
        assertThat(get(store, "x")).isEqualTo(second);
    }

    @Test
    void aDeletedNameStaysFreeAfterARebuild() throws IOException {
        put(store, "x", random(1, 100));
        put(store, "y", random(2, 100));
        assertThat(store.delete(key("x"))).isTrue();
        assertThat(store.delete(key("x"))).isFalse();
        assertThat(store.head(key("x"))).isEmpty();
        restartWithoutIndex();
        assertThat(store.head(key("x"))).isEmpty();
        assertThat(get(store, "y")).isEqualTo(random(2, 100));
        put(store, "x", random(3, 10));
        restartWithoutIndex();
        assertThat(get(store, "x")).isEqualTo(random(3, 10));
    }

    @Test
    void aPutIntoAMissingCollectionIsRefused() {
        ObjectKey key = new ObjectKey(Bodies.IMAGES, "x");
        assertThatThrownBy(() -> store.put(PutRequest.create(key, "a/b"), stream(new byte[0])))
                .isInstanceOf(StorageException.NoSuchCollection.class)
                .hasMessage("collection 80070032: not there");
    }

    @Test
    void namesAreListedInByteOrderPageByPage() throws IOException {
        List<String> names = List.of("a", "a/1", "a/10", "a/2", "b", "z\u00e9", "\uD83D\uDE80");
        for (String name : names.reversed()) {
            put(store, name, name.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(names("", null, 100)).isEqualTo(names);
        assertThat(names("a/", null, 100)).containsExactly("a/1", "a/10", "a/2");
        assertThat(names("a/", "a/1", 1)).containsExactly("a/10");
        assertThat(names("", "b", 100)).containsExactly("z\u00e9", "\uD83D\uDE80");
        assertThat(names("a/", "b", 100)).isEmpty();
        assertThat(names("b", "a", 100)).containsExactly("b");
        assertThat(names("x".repeat(600), null, 100)).isEmpty();
    }

    private List<String> names(String prefix, @org.jspecify.annotations.Nullable String after, int limit)
            throws IOException {
        return store.list(SPECTRA, prefix, after, limit).stream()
                .map(o -> o.key().name())
                .toList();
    }

    @Test
    void anAttachmentComesBack() throws IOException {
        byte[] cards = "SIMPLE  =                    T".repeat(100).getBytes(StandardCharsets.US_ASCII);
        store.put(PutRequest.create(key("x"), "image/fits").withAttachment(() -> cards), stream(random(1, 100_000)));
        put(store, "y", new byte[3]);
        assertThat(store.attachment(key("x")))
                .hasValueSatisfying(a -> assertThat(a).isEqualTo(cards));
        assertThat(store.attachment(key("y"))).isEmpty();
        restartWithoutIndex();
        assertThat(store.attachment(key("x")))
                .hasValueSatisfying(a -> assertThat(a).isEqualTo(cards));
    }

    @Test
    void anyRangeIsReadAsItIs() throws IOException {
        byte[] body = random(5, 200_000);
        put(store, "x", body);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ObjectReader reader = store.open(key("x")).orElseThrow()) {
            for (int i = 0; i < 300; i++) {
                int start = random.nextInt(body.length + 1);
                int length = random.nextInt(body.length - start + 1);
                assertThat(reader.stream(new ByteRange(start, length)).readAllBytes())
                        .describedAs("seed %d, range %d+%d", seed, start, length)
                        .isEqualTo(java.util.Arrays.copyOfRange(body, start, start + length));
            }
            assertThat(reader.read(ByteBuffer.allocate(10), body.length)).isEqualTo(-1);
        }
    }

    @Test
    void volumesRollWhenTheyAreFull() throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            bodies.add(random(i, 10_000));
            put(store, "f" + i, bodies.get(i));
        }
        try (Stream<Path> volumes = Files.list(directory.resolve("0001E241"))) {
            assertThat(volumes.count()).isGreaterThan(6);
        }
        restartWithoutIndex();
        for (int i = 0; i < 40; i++) {
            assertThat(get(store, "f" + i)).isEqualTo(bodies.get(i));
        }
    }

    @Test
    void aSecondStoreOnTheSameDirectoryIsRefused() {
        assertThatThrownBy(() -> LocalStore.open(directory, Bodies.small()))
                .isInstanceOf(StorageException.Unusable.class)
                .hasMessage("data directory %s: in use by this process".formatted(directory));
    }

    @Test
    void aNewerVersionIsRefused() throws IOException {
        store.close();
        Files.writeString(directory.resolve("xing.version"), "xingvo-store 3\nnode 0000000000000001\n");
        assertThatThrownBy(() -> LocalStore.open(directory, Bodies.small()))
                .isInstanceOf(StorageException.Unusable.class)
                .hasMessage("data directory %s: format version 3 is newer than this program reads (up to 2)"
                        .formatted(directory));
    }

    @Test
    void aClosedStoreTakesNothing() {
        store.close();
        assertThatThrownBy(() -> put(store, "x", new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage("the store is closed");
        assertThatThrownBy(() -> store.head(key("x")))
                .isInstanceOf(IOException.class)
                .hasMessage("index: the store is closed");
    }
}
