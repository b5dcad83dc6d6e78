package org.xingvo.vospace.tree;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.VospaceFault;

/**
 * Room that an upload has been promised under the quotas above it. Closed, it gives back what did not become bytes of a
 * node; a process that dies gives it back by and by. One thread at a time.
 */
public final class Room implements AutoCloseable {
    private final DataSource database;
    private final Quotas quotas;
    private final NavigableMap<Long, Long> limits;
    private final long replaced;
    private @Nullable Long promise;
    private long promised;
    private Instant renewed = Instant.now();

    Room(DataSource database, Quotas quotas, NavigableMap<Long, Long> limits, long replaced) {
        this.database = database;
        this.quotas = quotas;
        this.limits = new TreeMap<>(limits);
        this.replaced = replaced;
    }

    /**
     * Makes sure that there is room for an object of this size.
     *
     * @throws org.xingvo.vospace.node.VospaceFault QuotaExceeded
     */
    public void need(long bytes) {
        long more = bytes - replaced - promised;
        if (limits.isEmpty() || more <= 0) {
            return;
        }
        take(more);
    }

    private void take(long more) {
        promise = Sql.read(database, connection -> quotas.promise(connection, limits, more, promise, true));
        promised += more;
        renewed = Instant.now();
    }

    /** Keeps the promise for longer; one that has ended by now is asked for anew, since others may have the room. */
    private void renew() {
        if (isOver()) {
            long again = promised;
            close();
            take(again);
        } else {
            take(0);
        }
    }

    private boolean isOver() {
        return Instant.now().isAfter(renewed.plus(quotas.limits().promise()));
    }

    /** Room for more bytes of unknown number: some in advance, or what there is. */
    private void step(long bytes) {
        try {
            need(bytes + quotas.limits().promiseStepBytes());
        } catch (VospaceFault e) {
            need(bytes);
        }
    }

    /** The stream, for whose bytes room is found as they come. */
    public InputStream metered(InputStream body) {
        return limits.isEmpty() ? body : new Metered(body);
    }

    /** True if the room is under all of these limits, and enough. */
    boolean covers(NavigableMap<Long, Long> now, long bytes) {
        return bytes <= 0 || (promised >= bytes && !isOver() && limits.keySet().containsAll(now.keySet()));
    }

    /** The promise, to be ended in the transaction that turns it into bytes; null: there is none. */
    @Nullable
    Long promise() {
        return promise;
    }

    /** The promise has ended. */
    void spent() {
        promise = null;
        promised = 0;
    }

    @Override
    public void close() {
        Long left = promise;
        if (left != null) {
            Sql.read(database, connection -> {
                Quotas.end(connection, left);
                return left;
            });
            spent();
        }
    }

    private final class Metered extends FilterInputStream {
        private long count;

        Metered(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            counted(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            counted(Math.max(0, n));
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void counted(int n) {
            count += n;
            if (count - replaced > promised) {
                step(count);
            } else if (promise != null
                    && Instant.now()
                            .isAfter(renewed.plus(quotas.limits().promise().dividedBy(2)))) {
                renew();
            }
        }
    }
}
