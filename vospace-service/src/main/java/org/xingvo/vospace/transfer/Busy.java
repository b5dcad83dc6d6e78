package org.xingvo.vospace.transfer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xingvo.dali.http.RequestPath;

/** The nodes that bytes are on their way to, in this process. Thread-safe. */
public final class Busy {
    private final Map<RequestPath, Integer> writers = new ConcurrentHashMap<>();

    /** Marks a node until the answer is closed. */
    public Mark mark(RequestPath path) {
        writers.merge(path, 1, Integer::sum);
        return () -> writers.computeIfPresent(path, (key, count) -> count == 1 ? null : count - 1);
    }

    public boolean isBusy(RequestPath path) {
        return writers.containsKey(path);
    }

    /** One writer; close it once. */
    public interface Mark extends AutoCloseable {
        @Override
        void close();
    }
}
