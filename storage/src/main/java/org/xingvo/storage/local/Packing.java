package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.volume.BlockType;

/**
 * Decides whether a body is worth compressing (docs/storage-format.md, "What is compressed"): not when its media type,
 * its name or its first bytes say that it is compressed already, nor when it is short, nor when its first 64 KiB do not
 * become 5 % smaller.
 */
final class Packing {
    /** Bodies under this length are stored as they are. */
    static final int MIN_BYTES = 4096;

    /** So much of the start decides. */
    static final int SAMPLE_BYTES = 64 << 10;

    private static final Set<String> ENDINGS = Set.of(
            "gz", "tgz", "bz2", "tbz2", "xz", "txz", "zst", "tzst", "lz4", "lz", "lzma", "sz", "br", "z", "zip", "7z",
            "rar", "jar", "whl", "fz", "png", "jpg", "jpeg", "jp2", "jpx", "j2k", "jxl", "gif", "webp", "avif", "heic",
            "mp3", "mp4", "m4v", "mov", "mkv", "webm", "ogg", "flac", "woff", "woff2");

    private static final List<byte[]> MAGICS = List.of(
            bytes("1f8b"), // gzip
            bytes("1f9d"), // compress
            bytes("425a68"), // bzip2
            bytes("fd377a585a00"), // xz
            bytes("28b52ffd"), // zstd
            bytes("04224d18"), // lz4
            bytes("ff060000734e61507059"), // snappy
            bytes("504b0304"), // zip
            bytes("377abcaf271c"), // 7z
            bytes("526172211a07"), // rar
            bytes("89504e470d0a1a0a"), // PNG
            bytes("ffd8ff"), // JPEG
            bytes("0000000c6a5020200d0a870a"), // JPEG 2000
            bytes("474946383761"), // GIF
            bytes("474946383961"),
            bytes("1a45dfa3"), // Matroska, WebM
            bytes("4f676753"), // Ogg
            bytes("664c6143")); // FLAC

    private static final byte[] FITS = "SIMPLE  =".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TILES = "ZIMAGE  =                    T".getBytes(StandardCharsets.US_ASCII);
    private static final int CARD_BYTES = 80;

    private Packing() {}

    /** Whether compression is to be tried at all. */
    static boolean candidate(PutRequest request, byte[] head, int size) {
        return size >= MIN_BYTES
                && !BlockType.of(request.mediaType()).compressed()
                && !ENDINGS.contains(ending(request.key().name()))
                && !compressed(head, size);
    }

    /** The codec for a body whose first bytes these are: the whole of it, or {@link #SAMPLE_BYTES}. */
    static Codec choose(PutRequest request, byte[] head, int size) throws IOException {
        int sample = Math.min(size, SAMPLE_BYTES);
        if (!candidate(request, head, sample)) {
            return Codec.NONE;
        }
        byte[] packed = new byte[Codec.ZSTD.bound(sample)];
        return saves(sample, Codec.ZSTD.compress(head, 0, sample, packed)) ? Codec.ZSTD : Codec.NONE;
    }

    /** Whether 5 % or more are saved. */
    static boolean saves(long original, long packed) {
        return packed * 100 <= original * 95;
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean compressed(byte[] head, int size) {
        for (byte[] magic : MAGICS) {
            if (at(head, size, 0, magic)) {
                return true;
            }
        }
        return at(head, size, 4, "ftyp".getBytes(StandardCharsets.US_ASCII)) // MP4, HEIF, AVIF
                || (at(head, size, 0, "RIFF".getBytes(StandardCharsets.US_ASCII))
                        && at(head, size, 8, "WEBP".getBytes(StandardCharsets.US_ASCII)))
                || tileCompressed(head, size);
    }

    /** Cards lie at multiples of 80 in a header, and headers at multiples of 2880. */
    private static boolean tileCompressed(byte[] head, int size) {
        if (!at(head, size, 0, FITS)) {
            return false;
        }
        for (int i = 0; i < size; i += CARD_BYTES) {
            if (at(head, size, i, TILES)) {
                return true;
            }
        }
        return false;
    }

    private static boolean at(byte[] head, int size, int start, byte[] expected) {
        int end = start + expected.length;
        if (end > size) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (head[start + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
