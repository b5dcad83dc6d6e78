package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Sql.Longs;

/** Limits of what containers may hold. Thread-safe. */
final class Quotas {
    private static final int HOME_DEPTH = 2;

    private final SpaceLimits limits;

    Quotas(SpaceLimits limits) {
        this.limits = limits;
    }

    SpaceLimits limits() {
        return limits;
    }

    /** The most bytes in a container; null: no limit of its own. */
    @Nullable
    Long quota(Node container) {
        boolean home = container.path().segments().size() == HOME_DEPTH;
        return container.quota() == null && home ? limits.homeQuotaBytes() : container.quota();
    }

    /** The limits along a chain of containers, by id in ascending order. */
    NavigableMap<Long, Long> over(List<Node> chain) {
        NavigableMap<Long, Long> quotas = new TreeMap<>();
        for (Node node : chain) {
            Long quota = quota(node);
            if (quota != null) {
                quotas.put(node.id(), quota);
            }
        }
        return quotas;
    }

    /**
     * Promises room under all of the limits; the promise counts as used until it ends.
     *
     * @param promise one to be made larger; null: a new one
     * @param brief true: lost when the machine fails, without waiting for its disk
     * @throws VospaceFault QuotaExceeded
     */
    long promise(
            Connection connection, NavigableMap<Long, Long> quotas, long bytes, @Nullable Long promise, boolean brief)
            throws SQLException {
        return Sql.list(
                        connection,
                        "select * from archive.reserve(?, ?, ?, ?::bigint, ?, ?)",
                        rows -> {
                            if (rows.getObject("full_container") != null) {
                                throw exceeded(
                                        bytes, rows.getLong("quota"), rows.getLong("used"), rows.getLong("reserved"));
                            }
                            return rows.getLong("made");
                        },
                        new Longs(quotas.keySet()),
                        new Longs(quotas.values()),
                        bytes,
                        promise,
                        (int) limits.promise().toSeconds(),
                        brief)
                .getFirst();
    }

    static void end(Connection connection, long promise) throws SQLException {
        Sql.update(connection, "delete from archive.reservation where id = ?", promise);
    }

    /** Checks that bytes fit under the limits, which stay as they are until the transaction ends. */
    void check(Connection connection, NavigableMap<Long, Long> quotas, long bytes) throws SQLException {
        if (!quotas.isEmpty() && bytes > 0) {
            end(connection, promise(connection, quotas, bytes, null, false));
        }
    }

    private static VospaceFault exceeded(long wanted, long quota, long used, long reserved) {
        return new VospaceFault(
                Kind.QUOTA_EXCEEDED,
                "expected at most " + Math.max(0, quota - used - reserved) + " bytes more, found " + wanted + " (quota "
                        + quota + ", used " + used + ", promised to uploads " + reserved + ")");
    }

    /** What the last container of a chain holds, and how much more it may. */
    Node.Holding holding(Connection connection, List<Node> chain) throws SQLException {
        Node container = chain.getLast();
        Ledger.Used used = Ledger.used(connection, container.id());
        NavigableMap<Long, Long> quotas = over(chain);
        Long available = null;
        for (Map.Entry<Long, Long> limit : quotas.entrySet()) {
            long left = limit.getValue() - taken(connection, limit.getKey());
            available = available == null ? Math.max(0, left) : Math.min(available, Math.max(0, left));
        }
        return new Node.Holding(used.bytes(), used.files(), quota(container), available);
    }

    private static long taken(Connection connection, long containerId) throws SQLException {
        return Sql.list(connection, """
                        select u.bytes + (select coalesce(sum(r.bytes), 0) from archive.reservation r
                                           where ? = any(r.containers) and r.expires > now())
                          from archive.used(?) u""", rows -> rows.getLong(1), containerId, containerId)
                .getFirst();
    }

    /** The limits of one chain that are none of another: those that a move comes under. */
    static NavigableMap<Long, Long> without(NavigableMap<Long, Long> quotas, NavigableMap<Long, Long> others) {
        NavigableMap<Long, Long> left = new TreeMap<>(quotas);
        new ArrayList<>(others.keySet()).forEach(left::remove);
        return left;
    }

    /** The number of the youngest promise; 0: there is none. */
    static long lastPromise(Connection connection) throws SQLException {
        return Sql.list(connection, "select coalesce(max(id), 0) from archive.reservation", rows -> rows.getLong(1))
                .getFirst();
    }
}
