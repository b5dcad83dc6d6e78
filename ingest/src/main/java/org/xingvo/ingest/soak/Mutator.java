package org.xingvo.ingest.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * Damages FITS files as pipelines, disks and transfers do, and as nobody would think of. Every mutant depends on the
 * seed and its number only. Immutable and thread-safe; the originals are not changed.
 */
final class Mutator {
    private static final int CARD = 80;
    private static final int BLOCK = 2880;
    private static final int MAX_CHANGES = 4;
    private static final int MANY_CARDS = 20_000;

    private final List<byte[]> originals;
    private final long seed;

    /** @param originals plain or compressed, at least one */
    Mutator(List<byte[]> originals, long seed) {
        this.originals = List.copyOf(originals);
        this.seed = seed;
    }

    /** The mutant of a number. */
    byte[] mutant(int number) {
        SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * number);
        byte[] file = random.nextInt(5) == 0 ? Words.file(random) : originals.get(random.nextInt(originals.size()));
        for (int i = 1 + random.nextInt(MAX_CHANGES); i > 0; i--) {
            file = change(file, random);
        }
        return switch (random.nextInt(40)) {
            case 0, 1, 2 -> damaged(gzip(file), random);
            case 3 -> damaged(bzip2(file), random);
            case 4, 5, 6 -> gzip(file);
            case 7, 8 -> joined(gzip(file), gzip(originals.get(random.nextInt(originals.size()))));
            default -> file;
        };
    }

    private byte[] change(byte[] file, SplittableRandom random) {
        if (file.length < BLOCK) {
            return file.length == 0 ? file : bytes(file, random, file.length);
        }
        return switch (random.nextInt(14)) {
            case 0 -> bytes(file, random, Math.min(file.length, 4 * BLOCK));
            case 1 -> bytes(file, random, file.length);
            case 2 -> Arrays.copyOf(file, random.nextInt(file.length + 1));
            case 3 -> withValue(file, random);
            case 4 -> withValue(withValue(withValue(file, random), random), random);
            case 5 -> withCard(file, random, Words.card(random));
            case 6 -> withCard(file, random, card("END"));
            case 7 -> withoutCard(file, random);
            case 8 -> exchanged(file, random);
            case 9 -> joined(file, originals.get(random.nextInt(originals.size())));
            case 10 -> lowerCase(file, random);
            case 11 -> joined(new byte[1 + random.nextInt(CARD)], file);
            case 12 -> random.nextInt(20) == 0 ? withMany(file, random) : withCard(file, random, Words.card(random));
            default -> withoutEnd(file);
        };
    }

    private static byte[] bytes(byte[] file, SplittableRandom random, int reach) {
        byte[] copy = file.clone();
        for (int i = 1 << random.nextInt(6); i > 0; i--) {
            copy[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    /** A place where a card begins, mostly in the first headers. */
    private static int place(byte[] file, SplittableRandom random) {
        int reach = random.nextInt(3) == 0 ? file.length : Math.min(file.length, 3 * BLOCK);
        return random.nextInt(reach / CARD) * CARD;
    }

    private static byte[] withValue(byte[] file, SplittableRandom random) {
        byte[] copy = file.clone();
        byte[] value = Words.value(random).getBytes(StandardCharsets.ISO_8859_1);
        int from = place(file, random) + 10;
        for (int i = 0; i < 30 && from + i < copy.length; i++) {
            copy[from + i] = i < value.length ? value[i] : (byte) ' ';
        }
        return copy;
    }

    private static byte[] withCard(byte[] file, SplittableRandom random, byte[] card) {
        byte[] copy = file.clone();
        int at = place(file, random);
        System.arraycopy(card, 0, copy, at, Math.min(CARD, copy.length - at));
        return copy;
    }

    private static byte[] withoutCard(byte[] file, SplittableRandom random) {
        int at = place(file, random);
        return joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, Math.min(file.length, at + CARD), file.length));
    }

    private static byte[] exchanged(byte[] file, SplittableRandom random) {
        byte[] copy = file.clone();
        int a = place(file, random);
        int b = place(file, random);
        int length = Math.min(CARD, file.length - Math.max(a, b));
        System.arraycopy(file, a, copy, b, length);
        System.arraycopy(file, b, copy, a, length);
        return copy;
    }

    private static byte[] lowerCase(byte[] file, SplittableRandom random) {
        byte[] copy = file.clone();
        int from = place(file, random);
        for (int i = from; i < Math.min(copy.length, from + BLOCK); i++) {
            copy[i] = copy[i] >= 'A' && copy[i] <= 'Z' ? (byte) (copy[i] + 32) : copy[i];
        }
        return copy;
    }

    private static byte[] withMany(byte[] file, SplittableRandom random) {
        ByteArrayOutputStream cards = new ByteArrayOutputStream();
        int count = random.nextInt(MANY_CARDS);
        boolean chain = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            cards.writeBytes(chain ? card("CONTINUE  '" + "x".repeat(60) + "&'") : Words.card(random));
        }
        int at = place(file, random);
        return joined(Arrays.copyOf(file, at), cards.toByteArray(), Arrays.copyOfRange(file, at, file.length));
    }

    private static byte[] withoutEnd(byte[] file) {
        byte[] copy = file.clone();
        for (int at = 0; at + CARD <= copy.length; at += CARD) {
            if (copy[at] == 'E' && copy[at + 1] == 'N' && copy[at + 2] == 'D' && copy[at + 3] == ' ') {
                Arrays.fill(copy, at, at + 3, (byte) ' ');
                return copy;
            }
        }
        return copy;
    }

    private static byte[] damaged(byte[] compressed, SplittableRandom random) {
        return random.nextBoolean()
                ? bytes(compressed, random, compressed.length)
                : Arrays.copyOf(compressed, random.nextInt(compressed.length));
    }

    static byte[] card(String text) {
        byte[] card = new byte[CARD];
        Arrays.fill(card, (byte) ' ');
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, card, 0, Math.min(CARD, bytes.length));
        return card;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> all = new ArrayList<>(List.of(parts));
        all.forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] gzip(byte[] file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] bzip2(byte[] file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream bzip2 = new BZip2CompressorOutputStream(out, 1)) {
            bzip2.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
