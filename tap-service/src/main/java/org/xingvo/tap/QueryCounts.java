package org.xingvo.tap;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.http.ClientStream;

/** What became of synchronous queries since the start. Thread-safe. */
public final class QueryCounts implements ClientStream.Listener {
    private final LongAdder answers = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();
    private final Map<DaliFault.Kind, LongAdder> failures = new EnumMap<>(DaliFault.Kind.class);

    public QueryCounts() {
        for (DaliFault.Kind kind : DaliFault.Kind.values()) {
            failures.put(kind, new LongAdder());
        }
    }

    void began() {
        running.incrementAndGet();
    }

    void ended(long written) {
        running.decrementAndGet();
        answers.increment();
        rows.add(written);
    }

    void failed(DaliFault.Kind kind) {
        LongAdder known = failures.get(kind);
        if (known != null) {
            known.increment();
        }
    }

    void left() {
        gone.increment();
    }

    @Override
    public void sent(long more) {
        bytes.add(more);
    }

    @Override
    public void cut() {
        cut.increment();
    }

    /** Queries that have been run to whatever end. */
    public long answers() {
        return answers.sum();
    }

    /** Queries at which the server is now, those that wait included. */
    public int running() {
        return running.get();
    }

    /** Rows of answers that are at their end. */
    public long rows() {
        return rows.sum();
    }

    /** Bytes sent as answers, as they are on the wire but for the framing. */
    public long bytes() {
        return bytes.sum();
    }

    /** Clients that took too little, too slowly. */
    public long clientsCut() {
        return cut.sum();
    }

    /** Clients that went away while their query ran. */
    public long clientsGone() {
        return gone.sum();
    }

    /** Queries that were refused or failed, by kind. */
    public long failures(DaliFault.Kind kind) {
        LongAdder known = failures.get(kind);
        return known == null ? 0 : known.sum();
    }
}
