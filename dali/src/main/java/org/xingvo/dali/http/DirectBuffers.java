package org.xingvo.dali.http;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Direct buffers of one size, used again: making one costs more than filling it. Thread-safe. */
final class DirectBuffers {
    private static final int BYTES = 256 << 10;
    /** Kept at most; 16 MiB of them. */
    private static final int KEPT = 64;

    private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(KEPT);

    private DirectBuffers() {}

    static ByteBuffer take() {
        ByteBuffer free = FREE.poll();
        return free == null ? ByteBuffer.allocateDirect(BYTES) : free.clear();
    }

    static void give(ByteBuffer buffer) {
        FREE.offer(buffer);
    }
}
