package org.xingvo.storage.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The codes of the block header's compression byte and what they do. A frame is the codec's own unit: a gzip member (RFC
 * 1952), a zstd frame (RFC 8878), an lz4 frame, a framed snappy stream; frames behind each other are a valid stream of
 * the same encoding. Every frame carries the codec's checksum of its original bytes.
 */
public enum Codec {
    NONE(0, null),
    GZIP(1, "gzip"),
    ZSTD(2, "zstd"),
    LZ4(3, "lz4"),
    SNAPPY(4, "x-snappy-framed");

    /** Short matches left aside: with many of them this encoder takes minutes for a MiB. */
    private static final Parameters LZ4_BLOCKS = new Parameters(
            BlockSize.M1,
            true,
            false,
            false,
            BlockLZ4CompressorOutputStream.createParameterBuilder()
                    .tunedForSpeed()
                    .withMinBackReferenceLength(16)
                    .build());

    private static final int SNAPPY_BLOCK_BYTES = 1 << 15;

    private final int code;
    private final @Nullable String encoding;

    Codec(int code, @Nullable String encoding) {
        this.code = code;
        this.encoding = encoding;
    }

    /** The codec of a code, null if there is none. */
    public static @Nullable Codec of(int code) {
        return code >= 0 && code < values().length ? values()[code] : null;
    }

    public int code() {
        return code;
    }

    /** Name of the HTTP content coding; null for {@link #NONE}. Only gzip and zstd are registered names. */
    public @Nullable String encoding() {
        return encoding;
    }

    /** No frame of so many original bytes is longer. */
    public int bound(int originalBytes) {
        return originalBytes + originalBytes / 6 + 128;
    }

    /**
     * Makes one frame.
     *
     * @param target has room for {@link #bound} bytes
     * @return length of the frame, at the start of {@code target}
     */
    public int compress(byte[] source, int start, int length, byte[] target) throws IOException {
        if (this == ZSTD) {
            return ZstdFrames.compress(source, start, length, target);
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream(length / 2 + 128);
        try (OutputStream out = encoder(frame)) {
            out.write(source, start, length);
        }
        byte[] bytes = frame.toByteArray();
        System.arraycopy(bytes, 0, target, 0, bytes.length);
        return bytes.length;
    }

    private OutputStream encoder(OutputStream frame) throws IOException {
        return switch (this) {
            case NONE -> frame;
            case GZIP -> new GZIPOutputStream(frame, 1 << 15);
            case ZSTD -> throw new AssertionError("zstd has no stream here");
            case LZ4 -> new FramedLZ4CompressorOutputStream(frame, LZ4_BLOCKS);
            case SNAPPY ->
                new FramedSnappyCompressorOutputStream(
                        frame,
                        SnappyCompressorOutputStream.createParameterBuilder(SNAPPY_BLOCK_BYTES)
                                .tunedForSpeed()
                                .build());
        };
    }

    /**
     * Takes one frame apart.
     *
     * @param frame holds the frame in its first {@code length} bytes
     * @param target gets the original bytes from 0 on
     * @param originalBytes how many there must be, at most {@code target.length}
     * @throws CorruptFrame if there are not; what {@code target} holds then is nothing
     */
    public void decompress(byte[] frame, int length, byte[] target, int originalBytes) throws CorruptFrame {
        if (this == ZSTD) {
            unzstd(frame, length, target, originalBytes);
            return;
        }
        try (InputStream in = decoder(new ByteArrayInputStream(frame, 0, length))) {
            int n = in.readNBytes(target, 0, originalBytes);
            if (n < originalBytes) {
                throw new CorruptFrame("%,d bytes".formatted(n));
            }
            if (in.read() >= 0) {
                throw new CorruptFrame("more");
            }
        } catch (CorruptFrame e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // the decoders were not made for hostile bytes: an index out of bounds is as good a no as any
            throw new CorruptFrame(String.valueOf(e.getMessage()), e);
        }
    }

    private static void unzstd(byte[] frame, int length, byte[] target, int originalBytes) throws CorruptFrame {
        long n;
        try {
            n = Zstd.decompressByteArray(target, 0, originalBytes, frame, 0, length);
        } catch (ZstdException e) {
            throw new CorruptFrame(String.valueOf(e.getMessage()), e);
        }
        if (n != originalBytes) {
            throw new CorruptFrame(Zstd.isError(n) ? Zstd.getErrorName(n) : "%,d bytes".formatted(n));
        }
    }

    private InputStream decoder(InputStream frame) throws IOException {
        return switch (this) {
            case NONE -> frame;
            case GZIP -> new GZIPInputStream(frame, 1 << 13);
            case ZSTD -> throw new AssertionError("zstd has no stream here");
            case LZ4 -> new FramedLZ4CompressorInputStream(frame);
            case SNAPPY -> new FramedSnappyCompressorInputStream(frame);
        };
    }
}
