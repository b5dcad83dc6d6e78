package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.SPECTRA;
import static org.xingvo.storage.local.Bodies.key;
import static org.xingvo.storage.local.Bodies.random;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.care.Verify;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.FrameTable;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.LocalDisk;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeMedium;
import org.xingvo.storage.volume.VolumeScan;

/** Blocks of every compression, written and read without the store that chooses one. */
final class CompressionTest {
    private static final int FRAME = FrameTable.FRAME_BYTES;
    /** A frame and a half, and a bit. */
    private static final int EXTENT = FRAME * 3 / 2 + 5;

    private static final int[] SIZES = {0, 1, FRAME - 1, FRAME, FRAME + 1, EXTENT, EXTENT + 1, 2 * EXTENT + FRAME + 3};

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private @Nullable VolumeMedium opened;

    @BeforeEach
    void open() throws IOException {
        StoreConfig config = StoreConfig.defaults();
        opened = VolumeMedium.open(directory, new LocalDisk(directory), config, Clock.systemUTC(), 1);
        medium().createCollection(SPECTRA);
    }

    @AfterEach
    void close() {
        medium().close();
    }

    private VolumeMedium medium() {
        return java.util.Objects.requireNonNull(opened);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void anyRangeOfAnySizeIsReadAsItWas(Codec codec) throws IOException {
        for (int size : SIZES) {
            byte[] body = compressible(size);
            try (ObjectReader reader = write(codec, body)) {
                String what = "seed %d, size %d".formatted(seed, size);
                assertThat(reader.encoding()).isEqualTo(codec == Codec.GZIP && size > FRAME ? null : codec.encoding());
                assertThat(reader.stream(new ByteRange(0, size)).readAllBytes())
                        .describedAs(what)
                        .isEqualTo(body);
                for (int i = 0; i < 20; i++) {
                    int start = random.nextInt(size + 1);
                    int length = random.nextInt(Math.min(size - start, 3000) + 1);
                    if (i % 4 == 0 && size > FRAME) {
                        start = Math.min(size, Math.max(0, FRAME + random.nextInt(7) - 3));
                        length = Math.min(5, size - start);
                    }
                    byte[] expected = Arrays.copyOfRange(body, start, start + length);
                    assertThat(reader.stream(new ByteRange(start, length)).readAllBytes())
                            .describedAs("%s, range %d+%d", what, start, length)
                            .isEqualTo(expected);
                    ByteArrayOutputStream sent = new ByteArrayOutputStream();
                    assertThat(reader.transferTo(start, length, Channels.newChannel(sent)))
                            .isEqualTo(length);
                    assertThat(sent.toByteArray()).describedAs(what).isEqualTo(expected);
                }
                assertThat(reader.read(ByteBuffer.allocate(10), size)).isEqualTo(-1);
                assertThat(reader.transferTo(size, 10, Channels.newChannel(new ByteArrayOutputStream())))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void whatIsStoredIsAStreamOfItsEncoding(Codec codec) throws IOException {
        byte[] body = compressible(codec == Codec.GZIP ? FRAME : 2 * EXTENT + FRAME + 3);
        try (ObjectReader reader = write(codec, body)) {
            byte[] encoded = encoded(reader);
            assertThat(encoded).hasSize((int) reader.encodedBytes());
            try (InputStream in = decoder(codec, new ByteArrayInputStream(encoded))) {
                assertThat(in.readAllBytes()).isEqualTo(body);
            }
        }
    }

    private static byte[] encoded(ObjectReader reader) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        while (reader.readEncoded(buffer.clear(), all.size()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toByteArray();
    }

    private static InputStream decoder(Codec codec, InputStream in) throws IOException {
        return switch (codec) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
            case SNAPPY -> new FramedSnappyCompressorInputStream(in);
        };
    }

    @Test
    void encodedAndOriginalBytesMayBeReadByTurns() throws IOException {
        byte[] body = compressible(2 * FRAME);
        try (ObjectReader reader = write(Codec.ZSTD, body)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(50_000);
            while (reader.readEncoded(buffer.clear(), all.size()) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
                int at = random.nextInt(body.length - 10);
                assertThat(reader.stream(new ByteRange(at, 10)).readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(body, at, at + 10));
            }
            assertThat(all.toByteArray()).isEqualTo(encoded(reader));
        }
    }

    @Test
    void anExtentOfOneFrameHasNoTable() throws IOException {
        assertThat(block(write(Codec.ZSTD, compressible(FRAME))).trailer().frames())
                .isNull();
        VolumeScan.Block two = block(write(Codec.ZSTD, compressible(FRAME + 1)));
        FrameTable table = java.util.Objects.requireNonNull(two.trailer().frames());
        assertThat(table.frameBytes()).isEqualTo(FRAME);
        assertThat(table.frames()).hasSize(2);
        assertThat(table.fits(two.place().header(), false)).isTrue();
    }

    private List<Place> last = List.of();

    private VolumeScan.Block block(ObjectReader reader) throws IOException {
        reader.close();
        Place place = last.getFirst();
        return java.util.Objects.requireNonNull(new VolumeScan(medium(), place.volume()).blockAt(place.offset(), 0));
    }

    @Test
    void bytesWithAGoodChecksumThatAreNoFrameAreDamage() throws IOException {
        for (Codec codec : List.of(Codec.GZIP, Codec.ZSTD, Codec.LZ4, Codec.SNAPPY)) {
            byte[] noise = random(1, 1000);
            Append append =
                    new Append(1, codec.code(), 5000, crc(noise), new BlockData.Bytes(noise, 0, 1000), trailer(5000));
            try (ObjectReader reader = append(5000, List.of(append))) {
                assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 0))
                        .isInstanceOf(StorageException.Damaged.class)
                        .hasMessageMatching(
                                "volume 0001E241/0001.vol, offset [0-9]+, x: expected a %s frame of 5,000 bytes, found .+"
                                        .formatted(codec));
            }
        }
    }

    @Test
    void aTableThatDoesNotFitIsDamage() throws IOException {
        byte[] body = new byte[100];
        FrameTable table = new FrameTable(FRAME, List.of(new FrameTable.Frame(50, 0), new FrameTable.Frame(51, 0)));
        Append append = new Append(
                1,
                Codec.ZSTD.code(),
                FRAME + 1,
                crc(body),
                new BlockData.Bytes(body, 0, 100),
                trailer(FRAME + 1).withFrames(table));
        try (ObjectReader reader = append(FRAME + 1, List.of(append))) {
            assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 0))
                    .isInstanceOf(StorageException.Damaged.class)
                    .hasMessage(
                            "volume 0001E241/0001.vol, offset 64, x: expected frames that make up 100 bytes stored of"
                                    + " 1,048,577, found 2 of 1,048,576");
        }
    }

    @Test
    void aCodeOfALaterVersionIsSaid() throws IOException {
        byte[] body = new byte[100];
        Append append = new Append(1, 9, 200, crc(body), new BlockData.Bytes(body, 0, 100), trailer(200));
        try (ObjectReader reader = append(200, List.of(append))) {
            assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 0))
                    .isInstanceOf(StorageException.Unusable.class)
                    .hasMessage("volume 0001E241/0001.vol, offset 64: compression 9 is newer than this program reads");
        }
    }

    private ObjectReader write(Codec codec, byte[] body) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        Extents extents = new Extents(codec, EXTENT, Long.MAX_VALUE, stored::write);
        for (int at = 0; at < body.length; ) {
            int n = Math.min(body.length - at, 1 + random.nextInt(2 * FRAME));
            extents.put(body, at, n);
            at += n;
        }
        List<Append> group = new ArrayList<>();
        for (Extent extent : extents.finish(
                (start, length) -> new BlockData.Bytes(stored.toByteArray(), (int) start, (int) length))) {
            group.add(extent.append(1, trailer(body.length)));
        }
        assertThat(group).hasSize(Math.max(1, (body.length + EXTENT - 1) / EXTENT));
        return append(body.length, group);
    }

    private ObjectReader append(long size, List<Append> group) throws IOException {
        last = medium().append(SPECTRA, 0, group, new AppendPolicy(false, Long.MAX_VALUE / 4, false));
        StoredObject object = new StoredObject(key("x"), size, "a/b", new byte[32], new byte[16], Instant.EPOCH);
        return new LocalReader(
                new IndexRecord(object, 1, 1, last), medium(), Pins.of(medium(), last), Verify.Findings.NONE);
    }

    private static Trailer trailer(long size) {
        return new Trailer(
                Kind.OBJECT.code(),
                0,
                1,
                1,
                0,
                size,
                0,
                new byte[32],
                new byte[16],
                "x".getBytes(StandardCharsets.US_ASCII),
                "a/b",
                null,
                null,
                null);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private byte[] compressible(int size) {
        return Bodies.compressible(random.nextLong(), size);
    }
}
