package org.xingvo.storage.index;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.lmdbjava.Txn;
import org.xingvo.storage.index.Tables.Table;
import org.xingvo.storage.volume.Place;

/** Sums up what a transaction adds to the usage of collections and volumes, and writes it once at its end. */
final class Tally {
    private final Tables tables;
    private final Txn<ByteBuffer> txn;
    /** By key of the table: count and bytes to add. */
    private final Map<ByteBuffer, long[]> sums = new HashMap<>();

    Tally(Tables tables, Txn<ByteBuffer> txn) {
        this.tables = tables;
        this.txn = txn;
    }

    /** Counts a record in (1) or out (-1). */
    void add(IndexRecord entry, int sign) {
        add(
                RecordCodec.usageKey(entry.object().key().collection()),
                sign,
                entry.object().sizeBytes());
        for (Place place : entry.extents()) {
            add(RecordCodec.usageKey(place.volume()), sign, place.bytes());
        }
    }

    private void add(byte[] key, int sign, long bytes) {
        long[] sum = sums.computeIfAbsent(ByteBuffer.wrap(key), k -> new long[2]);
        sum[0] += sign;
        sum[1] += sign * bytes;
    }

    void write() {
        sums.forEach((wrapped, sum) -> {
            if (sum[0] == 0 && sum[1] == 0) {
                return;
            }
            byte[] key = new byte[wrapped.remaining()];
            wrapped.get(wrapped.position(), key);
            byte[] value = tables.get(txn, Table.USAGE, key);
            Usage before = value == null ? Usage.NONE : RecordCodec.decodeUsage(key, value);
            Usage now = new Usage(before.count() + sum[0], before.bytes() + sum[1]);
            tables.put(txn, Table.USAGE, key, RecordCodec.encode(key, now));
        });
    }
}
