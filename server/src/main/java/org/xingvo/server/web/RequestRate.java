package org.xingvo.server.web;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How many requests each address has left: a token bucket for each that asked lately. Thread-safe. */
final class RequestRate {
    /** Addresses that are remembered; beyond it those are forgotten that have all their requests left, or else all. */
    static final int MOST_ADDRESSES = 100_000;

    private final int perSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    RequestRate(ClientLimits limits, LongSupplier nanos) {
        this.perSecond = limits.requestsPerSecond();
        this.burst = limits.burst();
        this.nanos = nanos;
    }

    /** What was left at some time. */
    private record Bucket(double left, long at) {
        Bucket at(long now, int perSecond, int burst) {
            return new Bucket(Math.min(burst, left + (now - at) / 1e9 * perSecond), now);
        }
    }

    /** Takes one request; false if none is left. */
    boolean take(String address) {
        if (perSecond == 0) {
            return true;
        }
        if (buckets.size() >= MOST_ADDRESSES) {
            forget();
        }
        boolean[] taken = new boolean[1];
        buckets.compute(address, (key, before) -> {
            long now = nanos.getAsLong();
            Bucket bucket = before == null ? new Bucket(burst, now) : before.at(now, perSecond, burst);
            taken[0] = bucket.left() >= 1;
            return taken[0] ? new Bucket(bucket.left() - 1, now) : bucket;
        });
        return taken[0];
    }

    /** How many are remembered. */
    int addresses() {
        return buckets.size();
    }

    private void forget() {
        long now = nanos.getAsLong();
        buckets.values().removeIf(bucket -> bucket.at(now, perSecond, burst).left() >= burst);
        if (buckets.size() >= MOST_ADDRESSES) {
            buckets.clear();
        }
    }
}
