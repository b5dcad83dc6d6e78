package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.SPECTRA;
import static org.xingvo.storage.local.Bodies.compressible;
import static org.xingvo.storage.local.Bodies.get;
import static org.xingvo.storage.local.Bodies.key;
import static org.xingvo.storage.local.Bodies.random;
import static org.xingvo.storage.local.Bodies.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.CompactionReport;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.FrameTable;
import org.xingvo.storage.volume.VolumeHeader;

/** What the store compresses by itself. */
final class PackingTest {
    private static final int SAMPLE = Packing.SAMPLE_BYTES;
    private static final int FRAME = FrameTable.FRAME_BYTES;
    private static final int PLAIN_FRAME = FrameTable.PLAIN_FRAME_BYTES;

    @TempDir
    Path directory;

    private LocalStore store;

    @BeforeEach
    void open() throws IOException {
        reopen();
        store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
    }

    private void reopen() throws IOException {
        store = LocalStore.open(directory, Bodies.withExtents(5 << 19));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private @Nullable String encoding(String name, String mediaType, byte[] body) throws IOException {
        store.put(PutRequest.replace(key(name), mediaType), stream(body));
        assertThat(get(store, name)).isEqualTo(body);
        try (ObjectReader reader = store.open(key(name)).orElseThrow()) {
            if (reader.encoding() == null) {
                assertThat(reader.encodedBytes()).isEqualTo(body.length);
            } else {
                assertThat(reader.encodedBytes()).isLessThan(body.length);
            }
            return reader.encoding();
        }
    }

    private @Nullable String encoding(byte[] body) throws IOException {
        return encoding("a.fits", "application/fits", body);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {4096, 4097, SAMPLE - 1, SAMPLE, SAMPLE + 1, FRAME - 1, FRAME, FRAME + 1, (5 << 19) + 1, 7_000_003})
    void aCompressibleBodyIsCompressedAndComesBackAfterARebuild(int size) throws IOException {
        byte[] body = compressible(size, size);
        assertThat(encoding(body)).isEqualTo("zstd");
        store.close();
        LocalStore.forgetIndex(directory);
        reopen();
        assertThat(get(store, "a.fits")).isEqualTo(body);
        assertThat(store.head(key("a.fits")).orElseThrow().sha256()).isEqualTo(Bodies.digest("SHA-256", body));
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void aBodyOfKnownLengthIsCompressedToo() throws IOException {
        for (int size : new int[] {5000, 2 * FRAME + 1}) {
            byte[] body = compressible(1, size);
            PutRequest request = PutRequest.replace(key("x"), "text/csv").withLength(size);
            store.put(request, stream(body));
            assertThat(get(store, "x")).isEqualTo(body);
            try (ObjectReader reader = store.open(key("x")).orElseThrow()) {
                assertThat(reader.encoding()).isEqualTo("zstd");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095})
    void aShortBodyIsStoredAsItIs(int size) throws IOException {
        assertThat(encoding(new byte[size])).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 20_000, SAMPLE, 3_000_000})
    void noiseIsStoredAsItIs(int size) throws IOException {
        assertThat(encoding(random(1, size))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, SAMPLE, 3_000_000})
    void fivePerCentDecide(int size) throws IOException {
        byte[] body = random(1, size);
        int sample = Math.min(size, SAMPLE);
        Arrays.fill(body, 0, sample * 3 / 100, (byte) 0);
        assertThat(encoding(body)).isNull();
        Arrays.fill(body, 0, sample * 8 / 100, (byte) 0);
        assertThat(encoding(body)).isEqualTo("zstd");
    }

    @Test
    void onlyTheFirst64KibDecide() throws IOException {
        byte[] body = new byte[3_000_000];
        System.arraycopy(random(1, SAMPLE), 0, body, 0, SAMPLE);
        assertThat(encoding(body)).isNull();
        byte[] other = random(1, 3_000_000);
        Arrays.fill(other, 0, SAMPLE, (byte) 0);
        assertThat(encoding(other)).isEqualTo("zstd");
    }

    @ParameterizedTest
    @CsvSource({
        "a.fits.gz,   application/fits",
        "a.fits.bz2,  application/octet-stream",
        "a.fits.fz,   application/fits",
        "A.PNG,       application/octet-stream",
        "a.jpeg,      application/octet-stream",
        "a,           image/png",
        "a,           IMAGE/JPEG; q=1",
        "a,           application/x-gzip",
        "a,           application/zip"
    })
    void whatItsNameOrMediaTypeSaysIsCompressedIsStoredAsItIs(String name, String mediaType) throws IOException {
        assertThat(encoding(name, mediaType, new byte[50_000])).isNull();
        assertThat(encoding("gz", "application/x-tar", compressible(1, 50_000))).isNull();
        assertThat(encoding("b", "application/x-tar", compressible(1, 50_000))).isEqualTo("zstd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1f8b08",
                "425a6839",
                "fd377a585a00",
                "28b52ffd",
                "504b0304",
                "89504e470d0a1a0a",
                "ffd8ffe0",
                "0000001866747970",
                "524946460102030457454250"
            })
    void whatItsFirstBytesSayIsCompressedIsStoredAsItIs(String magic) throws IOException {
        byte[] body = new byte[50_000];
        byte[] first = HexFormat.of().parseHex(magic);
        System.arraycopy(first, 0, body, 0, first.length);
        assertThat(encoding(body)).isNull();
        byte[] large = Arrays.copyOf(body, 3_000_000);
        assertThat(encoding(large)).isNull();
    }

    @Test
    void aTileCompressedFitsFileIsStoredAsItIs() throws IOException {
        byte[] plain = card(0, "SIMPLE  =                    T", new byte[20_000]);
        assertThat(encoding(plain)).isEqualTo("zstd");
        assertThat(encoding(card(2880 + 800, "ZIMAGE  =                    T", plain)))
                .isNull();
    }

    private static byte[] card(int at, String card, byte[] body) {
        byte[] bytes = body.clone();
        byte[] text = "%-80s".formatted(card).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, at, text.length);
        return bytes;
    }

    @Test
    void aCompressedObjectStaysWholeWhenItIsRenamedAndItsVolumeCompacted() throws IOException {
        byte[] large = compressible(2, 2 * FRAME + 500_000);
        encoding("gone", "application/fits", compressible(1, 1_000_000));
        encoding("large", "application/fits", large);
        store.rename(key("large"), "renamed");
        store.delete(key("gone"));
        try (ObjectReader before = store.open(key("renamed")).orElseThrow()) {
            CompactionReport report = store.compact(SPECTRA, 0, CareProgress.NONE);
            assertThat(report.problems()).isEmpty();
            assertThat(report.volumes()).isPositive();
            assertThat(before.stream(new ByteRange(0, large.length)).readAllBytes())
                    .isEqualTo(large);
        }
        assertThat(get(store, "renamed")).isEqualTo(large);
        store.close();
        LocalStore.forgetIndex(directory);
        reopen();
        try (ObjectReader after = store.open(key("renamed")).orElseThrow()) {
            assertThat(after.encoding()).isEqualTo("zstd");
            assertThat(after.stream(new ByteRange(FRAME - 5, 10)).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(large, FRAME - 5, FRAME + 5));
        }
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void aCollectionMaySayThatNothingIsCompressed() throws IOException {
        CollectionSettings settings = store.settings(SPECTRA);
        store.changeSettings(SPECTRA, settings.withCompress(false));
        assertThat(encoding(new byte[50_000])).isNull();
        assertThat(encoding(new byte[3_000_000])).isNull();
    }

    @Test
    void aFlippedBitIsNeverServedInAnyRange() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] small = compressible(1, 9000);
        byte[] large = compressible(2, 2 * FRAME + 500_000);
        byte[] plain = random(3, 900_000);
        encoding("small", "application/fits", small);
        encoding("large", "application/fits", large);
        encoding("plain", "application/fits", plain);
        Path volume = directory.resolve("0001E241/0001.vol");
        long length = Files.size(volume);
        int found = 0;
        for (int i = 0; i < 120; i++) {
            long offset = random.nextLong(64, i % 2 == 0 ? length : 4000);
            int bit = random.nextInt(8);
            String what = "seed %d, offset %d, bit %d".formatted(seed, offset, bit);
            flip(volume, offset, bit);
            for (byte[] body : new byte[][] {small, large, plain}) {
                int start = random.nextInt(body.length);
                int end = start + random.nextInt(body.length - start);
                String name = body.length == small.length ? "small" : body.length == large.length ? "large" : "plain";
                try (ObjectReader reader = store.open(key(name)).orElseThrow()) {
                    ByteRange range = new ByteRange(start, end - start);
                    assertThat(reader.stream(range).readAllBytes())
                            .describedAs(what)
                            .isEqualTo(Arrays.copyOfRange(body, start, end));
                } catch (StorageException.Damaged e) {
                    found++;
                    assertThat(e).hasMessageContaining("volume 0001E241/0001.vol, offset");
                }
            }
            flip(volume, offset, bit);
        }
        assertThat(found).describedAs("seed %d", seed).isPositive();
        assertThat(get(store, "large")).isEqualTo(large);
    }

    /** Nothing of a frame is given away before it was checked, wherever a read begins. */
    @Test
    void aFlippedBitOfALongBodyThatIsStoredAsItIsIsNeverServed() throws IOException {
        byte[] body = random(4, 3_000_000);
        assertThat(encoding(body)).isNull();
        Path volume = directory.resolve("0001E241/0001.vol");
        int at = 600_000;
        flip(volume, VolumeHeader.BYTES + BlockHeader.BYTES + at, 5);
        try (ObjectReader reader = store.open(key("a.fits")).orElseThrow()) {
            for (int start : new int[] {0, at - PLAIN_FRAME, at + PLAIN_FRAME, 2_900_000}) {
                assertThat(reader.stream(new ByteRange(start, 10)).readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(body, start, start + 10));
            }
            for (int length : new int[] {1, 10, PLAIN_FRAME, 1_000_000}) {
                assertThatThrownBy(
                                () -> reader.stream(new ByteRange(at, length)).readAllBytes())
                        .isInstanceOf(StorageException.Damaged.class)
                        .hasMessageMatching(
                                "volume 0001E241/0001.vol, offset 64, a.fits: expected CRC32C .{8}, found .{8}");
            }
            for (int piece : new int[] {1000, PLAIN_FRAME, 1_000_000}) {
                ByteBuffer good = ByteBuffer.allocate(body.length);
                assertThatThrownBy(() -> {
                            while (reader.read(good.limit(good.position() + piece), good.position()) > 0) {
                                good.limit(body.length);
                            }
                        })
                        .isInstanceOf(StorageException.Damaged.class);
                assertThat(good.flip()).isEqualTo(ByteBuffer.wrap(body, 0, 2 * PLAIN_FRAME));
            }
        }
    }

    private static void flip(Path file, long offset, int bit) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.position(offset).read(one);
            one.put(0, (byte) (one.get(0) ^ 1 << bit));
            channel.position(offset).write(one.flip());
        }
    }
}
