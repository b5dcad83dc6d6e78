package org.xingvo.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodecTest {
    private static final int[] SIZES = {1, 7, 4096, 65_535, 65_536, 65_537, 300_000};

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aFrameGivesItsOriginalBytesBack(Codec codec) throws IOException {
        for (int size : SIZES) {
            for (int mask : new int[] {0, 3, 0xFF}) {
                byte[] body = body(size, size, mask);
                byte[] target = new byte[codec.bound(size)];
                int n = codec.compress(body, 0, size, target);
                byte[] original = new byte[size];
                codec.decompress(target, n, original, size);
                assertThat(original).describedAs("size %d, mask %d", size, mask).isEqualTo(body);
                if (mask == 0 && size > 4000 && codec != Codec.NONE) {
                    assertThat(n).isLessThan(size / 4);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void framesBehindEachOtherAreAStreamOfTheEncoding(Codec codec) throws IOException {
        byte[] body = body(1, 250_000, 15);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        byte[] target = new byte[codec.bound(100_000)];
        for (int at = 0; at < body.length; at += 100_000) {
            int n = codec.compress(body, at, Math.min(100_000, body.length - at), target);
            frames.write(target, 0, n);
        }
        try (InputStream in = decoder(codec, new ByteArrayInputStream(frames.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(body);
        }
    }

    /** Another reader of the encoding than the one under test, where there is one. */
    private static InputStream decoder(Codec codec, InputStream in) throws IOException {
        return switch (codec) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
            case SNAPPY -> new FramedSnappyCompressorInputStream(in);
        };
    }

    @ParameterizedTest
    @EnumSource(value = Codec.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFlippedBitNeverGivesOtherBytes(Codec codec) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] body = body(2, 20_000, 7);
        byte[] frame = new byte[codec.bound(body.length)];
        int length = codec.compress(body, 0, body.length, frame);
        byte[] original = new byte[body.length];
        for (int i = 0; i < 500; i++) {
            int at = i < 20 ? i : random.nextInt(length);
            byte[] flipped = frame.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            try {
                codec.decompress(flipped, length, original, body.length);
                assertThat(original).describedAs("seed %d, byte %d", seed, at).isEqualTo(body);
            } catch (CorruptFrame e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aFrameOfAnotherLengthIsCorrupt(Codec codec) throws IOException {
        byte[] body = body(3, 5000, 3);
        byte[] frame = new byte[codec.bound(body.length)];
        int length = codec.compress(body, 0, body.length, frame);
        byte[] target = new byte[10_000];
        assertThatThrownBy(() -> codec.decompress(frame, length, target, 5001)).isInstanceOf(CorruptFrame.class);
        assertThatThrownBy(() -> codec.decompress(frame, length, target, 4999)).isInstanceOf(CorruptFrame.class);
        assertThatThrownBy(() -> codec.decompress(Arrays.copyOf(frame, length - 1), length - 1, target, 5000))
                .isInstanceOf(CorruptFrame.class);
        assertThatThrownBy(() -> codec.decompress(new byte[0], 0, target, 5000)).isInstanceOf(CorruptFrame.class);
    }

    private static byte[] body(long seed, int size, int mask) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < size; i++) {
            bytes[i] &= (byte) mask;
        }
        return bytes;
    }
}
