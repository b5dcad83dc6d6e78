package org.xingvo.storage.soak;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Bytes that follow from a seed and a position, so that a body of any length needs no memory. Immutable. */
record Noise(long seed) {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    byte[] bytes(long position, int length) {
        byte[] out = new byte[length];
        fill(ByteBuffer.wrap(out), position);
        return out;
    }

    /** Fills what remains with the bytes from a position on. */
    void fill(ByteBuffer target, long position) {
        long at = position;
        while (target.hasRemaining()) {
            long word = word(at >>> 3);
            if ((at & 7) == 0 && target.remaining() >= 8) {
                target.putLong(word);
                at += 8;
            } else {
                target.put((byte) (word >>> (56 - 8 * (at & 7))));
                at++;
            }
        }
    }

    private long word(long index) {
        long z = seed + index * STEP;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The bytes from 0 on. */
    InputStream stream(long length) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at == length ? -1 : bytes(at++, 1)[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int start, int wanted) {
                if (at == length) {
                    return -1;
                }
                int n = (int) Math.min(wanted, length - at);
                fill(ByteBuffer.wrap(target, start, n), at);
                at += n;
                return n;
            }
        };
    }
}
