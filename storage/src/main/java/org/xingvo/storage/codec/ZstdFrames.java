package org.xingvo.storage.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Makes zstd frames with contexts that are used again: for a body of some kilobytes making a context takes as long as
 * compressing. Thread-safe.
 */
public final class ZstdFrames {
    /** 1: on FITS files 3 takes about twice the time and saves 1 to 2 % more; docs/storage-format.md has the figures. */
    private static final int LEVEL = 1;

    /** Contexts kept, about 600 KiB outside of the heap each; who finds none makes one. */
    private static final int KEPT = 16;

    private static final ArrayBlockingQueue<ZstdCompressCtx> IDLE = new ArrayBlockingQueue<>(KEPT);

    private ZstdFrames() {}

    private interface Use<T> {
        T with(ZstdCompressCtx context);
    }

    /** One frame with its checksum at the start of {@code target}, which has room; returns its length. */
    static int compress(byte[] source, int start, int length, byte[] target) {
        return use(true, context -> context.compressByteArray(target, 0, target.length, source, start, length));
    }

    /** One frame without a checksum, for what is summed elsewhere. */
    public static byte[] compress(byte[] original) {
        return use(false, context -> context.compress(original));
    }

    private static <T> T use(boolean checksum, Use<T> use) {
        ZstdCompressCtx idle = IDLE.poll();
        ZstdCompressCtx context = idle == null ? new ZstdCompressCtx() : idle;
        boolean kept = false;
        try {
            T result = use.with(context.setLevel(LEVEL).setChecksum(checksum));
            kept = IDLE.offer(context);
            return result;
        } finally {
            if (!kept) {
                context.close();
            }
        }
    }
}
