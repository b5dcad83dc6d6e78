package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;

/** Header cards beside the bytes, and earlier bytes under names of their own. */
@SuppressWarnings("NullAway.Init")
class HeadedStoreTest {
    private static final CollectionId COLLECTION = new CollectionId(16);

    @TempDir
    Path temp;

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = new HeadedStore(LocalStore.open(temp, StoreConfig.defaults()));
        store.createCollection(COLLECTION, CollectionSettings.named("c"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(COLLECTION, name);
    }

    private StoredObject put(String name, byte[] bytes) throws IOException {
        return Versions.put(store, PutRequest.replace(key(name), "application/fits"), new ByteArrayInputStream(bytes));
    }

    private byte[] get(String name) throws IOException {
        try (var reader = store.open(key(name)).orElseThrow();
                InputStream in = reader.stream(
                        new org.xingvo.storage.ByteRange(0, reader.object().sizeBytes()))) {
            return in.readAllBytes();
        }
    }

    private List<HduHeader> cards(String name) throws IOException {
        return HeaderCards.decode(store.attachment(key(name)).orElseThrow());
    }

    /** A spectrum of about 4 MB. */
    private static byte[] large() {
        byte[] small = FitsFiles.spectrum("Large");
        String header = new String(small, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("NAXIS1  =                  100", "NAXIS1  =              1000000");
        byte[] bytes = Arrays.copyOf(header.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 2880 + 4_000_320);
        for (int i = 2880; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 977);
        }
        return bytes;
    }

    @Test
    void cardsOfSmallLargeAndCompressedFilesAreKept() throws IOException {
        for (byte[] file : List.of(FitsFiles.spectrum("Small"), large())) {
            for (byte[] body : List.of(file, FitsFiles.gzip(file))) {
                put("a.fits", body);
                assertThat(get("a.fits")).isEqualTo(body);
                assertThat(cards("a.fits"))
                        .isEqualTo(FitsHeaderReader.read(new ByteArrayInputStream(file), HeaderLimits.DEFAULT));
            }
        }
    }

    @Test
    void whatIsNoWholeFitsFileIsStoredWithoutCards() throws IOException {
        byte[] large = large();
        put("half.fits", Arrays.copyOf(large, large.length / 2));
        assertThat(cards("half.fits")).isEmpty();
        put("text", "no FITS".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(store.attachment(key("text"))).isEmpty();
        put("none", new byte[0]);
        assertThat(get("none")).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() {
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(large(), 0, 3_000_000), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return read();
                    }
                });
        assertThatThrownBy(() -> store.put(PutRequest.create(key("b.fits"), "application/fits"), broken))
                .hasMessage("gone");
        assertThat(catching(() -> store.head(key("b.fits")).isPresent())).isFalse();
    }

    private interface Asked {
        boolean ask() throws IOException;
    }

    private static boolean catching(Asked asked) {
        try {
            return asked.ask();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void earlierBytesStayUnderTheirNumberAndTheSameBytesAreNoVersion() throws IOException {
        byte[] one = FitsFiles.spectrum("V", "GAIN    = 1");
        byte[] two = FitsFiles.spectrum("V", "GAIN    = 2");
        byte[] three = FitsFiles.spectrum("V", "GAIN    = 3");
        put("v.fits", one);
        put("v.fits", one);
        assertThat(store.list(COLLECTION, "v.fits", null, 10)).hasSize(1);
        put("v.fits", two);
        put("v.fits", three);
        assertThat(store.list(COLLECTION, "v.fits", null, 10))
                .extracting(o -> o.key().name())
                .containsExactly("v.fits", "v.fits.~1~", "v.fits.~2~");
        assertThat(get("v.fits")).isEqualTo(three);
        assertThat(get("v.fits.~1~")).isEqualTo(one);
        assertThat(get("v.fits.~2~")).isEqualTo(two);
        assertThat(cards("v.fits.~2~").getFirst().value("GAIN")).isEqualTo("2");
        assertThat(Versions.find(
                        store,
                        key("v.fits"),
                        store.head(key("v.fits.~2~")).orElseThrow().sha256()))
                .isEqualTo(2);
        assertThat(Versions.isVersion("v.fits.~2~")).isTrue();
        assertThat(Versions.isVersion("v.fits~")).isFalse();
    }
}
