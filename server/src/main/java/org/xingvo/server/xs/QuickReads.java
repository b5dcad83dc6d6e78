package org.xingvo.server.xs;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.memory.MemoryManager;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;

/**
 * Plain requests for small objects that everybody may read, answered on the selector's thread: one look into the index,
 * one read, one write. Thread-safe.
 */
final class QuickReads {
    /** Larger objects are sent by threads that may wait. */
    private static final int MAX_BYTES = 64 << 10;

    private static final int PREFIX = XsHandler.MOUNT.length() + 1;
    private static final String[] UNUSUAL = {
        "Authorization", "Range", "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"
    };

    private final Store store;
    private final Gate gate;

    QuickReads(Store store, Gate gate) {
        this.store = store;
        this.gate = gate;
    }

    /** What {@link #mayAnswer} found, for {@link #answer} that follows it on the same thread. */
    private static final ThreadLocal<@Nullable ObjectReader> FOUND = new ThreadLocal<>();

    /**
     * True if {@link #answer} on this thread, before anything else on it, will answer the request without waiting for
     * more than one small read.
     */
    boolean mayAnswer(Request request) {
        if (request.getMethod() != Method.GET || request.getQueryString() != null) {
            return false;
        }
        for (String header : UNUSUAL) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        try {
            return find(request.getRequestURI());
        } catch (IOException | RuntimeException e) {
            // Will be met again, where it is told.
            return false;
        }
    }

    private boolean find(String uri) throws IOException {
        int slash = uri.indexOf('/', PREFIX);
        if (slash < 0 || !isPlain(uri)) {
            return false;
        }
        Gate.Shelf shelf = gate.openToAll(uri.substring(PREFIX, slash));
        if (shelf == null) {
            return false;
        }
        ObjectReader reader =
                store.open(new ObjectKey(shelf.id(), uri.substring(slash + 1))).orElse(null);
        if (reader == null) {
            return false;
        }
        if (reader.object().sizeBytes() > MAX_BYTES || reader.encoding() != null) {
            reader.close();
            return false;
        }
        forget();
        FOUND.set(reader);
        return true;
    }

    private void forget() {
        ObjectReader before = FOUND.get();
        if (before != null) {
            before.close();
            FOUND.remove();
        }
    }

    /** No escapes, no empty and no dotted segments: the name is the text. */
    private static boolean isPlain(String uri) {
        char before = 'x';
        for (int i = PREFIX; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '%' || c == '\\' || (before == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            before = c;
        }
        return before != '/' && uri.length() <= ObjectKey.MAX_NAME_BYTES;
    }

    /** Answers what {@link #mayAnswer} found on this thread; false if it found nothing. */
    boolean answer(Request request, Response response) throws IOException {
        try (ObjectReader reader = FOUND.get()) {
            if (reader == null) {
                return false;
            }
            FOUND.remove();
            int length = (int) reader.object().sizeBytes();
            MemoryManager<?> memory = request.getContext().getMemoryManager();
            Buffer buffer = memory.allocate(length);
            buffer.allowBufferDispose(true);
            ByteBuffer target = buffer.toByteBuffer();
            int at = 0;
            while (at < length) {
                at += reader.read(target, at);
            }
            Reading.describe(response, reader.object());
            response.setContentLengthLong(length);
            buffer.position(length).flip();
            response.getNIOOutputStream().write(buffer);
            return true;
        }
    }
}
