package org.xingvo.server.xs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
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

    /** True if the request may be tried on the selector's thread. Must not wait. */
    boolean mayTry(Request request) {
        if (request.getMethod() != Method.GET || request.getQueryString() != null) {
            return false;
        }
        for (String header : UNUSUAL) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        return shelf(request.getRequestURI()) != null;
    }

    private Gate.@Nullable Shelf shelf(String uri) {
        int slash = uri.indexOf('/', PREFIX);
        return slash < 0 || slash == uri.length() - 1 || !isPlain(uri)
                ? null
                : gate.openToAll(uri.substring(PREFIX, slash));
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

    /** False if the request is not one for this class: nothing was sent then. */
    boolean answer(Request request, Response response) throws IOException {
        String uri = request.getRequestURI();
        Gate.Shelf shelf = shelf(uri);
        if (shelf == null) {
            return false;
        }
        String name = uri.substring(uri.indexOf('/', PREFIX) + 1);
        Optional<ObjectReader> found = store.open(new ObjectKey(shelf.id(), name));
        if (found.isEmpty()) {
            throw XsFault.notFound(name + " of collection " + shelf.settings().name());
        }
        try (ObjectReader reader = found.get()) {
            long length = reader.object().sizeBytes();
            if (length > MAX_BYTES) {
                return false;
            }
            MemoryManager<?> memory = request.getContext().getMemoryManager();
            Buffer buffer = memory.allocate((int) length);
            buffer.allowBufferDispose(true);
            ByteBuffer target = buffer.toByteBuffer();
            int at = 0;
            while (at < length) {
                at += reader.read(target, at);
            }
            Reading.describe(response, reader.object());
            response.setContentLengthLong(length);
            buffer.position((int) length).flip();
            response.getNIOOutputStream().write(buffer);
            return true;
        }
    }
}
