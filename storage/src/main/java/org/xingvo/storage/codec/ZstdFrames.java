package org.xingvo.storage.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Makes zstd frames with contexts that are used again: for a body of some kilobytes making a context takes as long as
 * compressing. Thread-safe.
 */
public final class ZstdFrames {
    /** 1: on FITS files 3 takes about twice the time and saves 1 to 2 % more; docs/storage-format.md has the figures. */
    private static final int LEVEL = 1;

    /** Contexts kept, about 600 KiB outside of the heap each; who finds none makes one. */
    private static final int KEPT = 64;

    /** The last one that was used comes first: its tables are in the processor's cache. */
    private static final ArrayDeque<ZstdCompressCtx> IDLE = new ArrayDeque<>(KEPT);

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
        ZstdCompressCtx idle = idle();
        ZstdCompressCtx context = idle == null ? new ZstdCompressCtx() : idle;
        boolean kept = false;
        try {
            T result = use.with(context.setLevel(LEVEL).setChecksum(checksum));
            kept = keep(context);
            return result;
        } finally {
            if (!kept) {
                context.close();
            }
        }
    }

    private static @Nullable ZstdCompressCtx idle() {
        synchronized (IDLE) {
            return IDLE.pollFirst();
        }
    }

    private static boolean keep(ZstdCompressCtx context) {
        synchronized (IDLE) {
            if (IDLE.size() == KEPT) {
                return false;
            }
            IDLE.addFirst(context);
            return true;
        }
    }
}
