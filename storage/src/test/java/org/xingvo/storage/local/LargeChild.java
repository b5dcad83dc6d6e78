package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;

/** Puts and reads one large body with a small heap: directory, size, bits of a byte that are noise. */
final class LargeChild {
    private LargeChild() {}

    public static void main(String[] args) throws IOException {
        long size = Long.parseLong(args[1]);
        int mask = (1 << Integer.parseInt(args[2])) - 1;
        StoreConfig d = StoreConfig.defaults();
        StoreConfig config = new StoreConfig(
                d.maxVolumeBytes(),
                d.maxObjectBytes() / 1024,
                100 << 20,
                1,
                d.spoolThresholdBytes(),
                d.bodyMemoryBytes(),
                d.indexMapBytes(),
                d.durability(),
                0);
        try (LocalStore store = LocalStore.open(Path.of(args[0]), config)) {
            store.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
            store.put(PutRequest.create(Bodies.key("large"), "application/fits"), new Noise(size, mask));
            try (ObjectReader reader = store.open(Bodies.key("large")).orElseThrow();
                    InputStream expected = new Noise(size, mask);
                    InputStream found = reader.stream(new ByteRange(0, size))) {
                System.out.println(equal(expected, found) ? "equal" : "different");
                System.out.println(reader.encoding());
            }
        }
    }

    private static boolean equal(InputStream a, InputStream b) throws IOException {
        while (true) {
            byte[] left = a.readNBytes(1 << 16);
            byte[] right = b.readNBytes(1 << 16);
            if (!Arrays.equals(left, right)) {
                return false;
            }
            if (left.length == 0) {
                return true;
            }
        }
    }

    /** The same noise every time. */
    private static final class Noise extends InputStream {
        private final byte[] block = new byte[(1 << 16) + 13];
        private long left;
        private int at;

        Noise(long size, int mask) {
            new Random(7).nextBytes(block);
            for (int i = 0; i < block.length; i++) {
                block[i] &= (byte) mask;
            }
            this.left = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(Math.min(length, block.length - at), left);
            System.arraycopy(block, at, target, offset, n);
            at = (at + n) % block.length;
            left -= n;
            return n;
        }
    }
}
