package org.xingvo.storage.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.index.Tables.Table;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;

/** The index in one LMDB environment. Thread-safe for reads; one thread changes. */
public final class LmdbIndex implements Index {
    /** Of what is in the tables; an index of another version is made again from the volumes. */
    private static final long VERSION = 2;

    private static final byte[] LAST_SEQUENCE = "last-sequence".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPLETE = "complete".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FORMAT = "version".getBytes(StandardCharsets.US_ASCII);

    private final Tables tables;

    private LmdbIndex(Tables tables) {
        this.tables = tables;
    }

    /** Opens what a directory holds, or a new index there. */
    public static LmdbIndex open(Path directory, long mapBytes) throws IOException {
        return new LmdbIndex(Tables.open(directory, mapBytes));
    }

    /**
     * Takes an index that nobody has open back to the last state that was made durable by {@link Index#keepHeld}.
     *
     * @return false if there is none
     */
    public static boolean restore(Path directory) throws IOException {
        return SyncPoint.restore(directory);
    }

    @Override
    public @Nullable IndexRecord find(ObjectKey key) throws IOException {
        byte[] keyBytes = RecordCodec.key(key);
        byte[] value = tables.get(Table.OBJECTS, keyBytes);
        return value == null ? null : RecordCodec.decode(keyBytes, value);
    }

    @Override
    public List<IndexRecord> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        List<IndexRecord> page = new ArrayList<>();
        walk(Table.OBJECTS, collection, prefix, after, (key, value) -> {
            page.add(RecordCodec.decode(key, value));
            return page.size() < limit;
        });
        return page;
    }

    @Override
    public List<Damage> damages(CollectionId collection, @Nullable String after, int limit) throws IOException {
        List<Damage> page = new ArrayList<>();
        walk(Table.DAMAGED, collection, "", after, (key, value) -> {
            page.add(RecordCodec.decodeDamage(key, value));
            return page.size() < limit;
        });
        return page;
    }

    private void walk(Table table, CollectionId collection, String prefix, @Nullable String after, Tables.Pairs pairs)
            throws IOException {
        byte[] start = RecordCodec.key(collection, prefix.getBytes(StandardCharsets.UTF_8));
        byte[] behind = after == null ? null : RecordCodec.key(collection, after.getBytes(StandardCharsets.UTF_8));
        byte[] from = behind != null && Arrays.compareUnsigned(behind, start) > 0 ? behind : start;
        tables.walk(table, from, (key, value) -> {
            if (!startsWith(key, start)) {
                return false;
            }
            return (behind != null && Arrays.compareUnsigned(key, behind) <= 0) || pairs.take(key, value);
        });
    }

    @Override
    public @Nullable Freed freed(ObjectKey key) throws IOException {
        byte[] keyBytes = RecordCodec.key(key);
        byte[] value = tables.get(Table.FREED, keyBytes);
        return value == null ? null : RecordCodec.decodeFreed(keyBytes, value);
    }

    @Override
    public @Nullable ObjectKey nameOf(Place place) throws IOException {
        byte[] name = tables.get(Table.RENAMED, RecordCodec.placeKey(place));
        return name == null ? null : RecordCodec.objectKey(name);
    }

    @Override
    public Usage usage(CollectionId collection) throws IOException {
        return usage(RecordCodec.usageKey(collection));
    }

    @Override
    public Usage usage(VolumeId volume) throws IOException {
        return usage(RecordCodec.usageKey(volume));
    }

    private Usage usage(byte[] key) throws IOException {
        byte[] value = tables.get(Table.USAGE, key);
        return value == null ? Usage.NONE : RecordCodec.decodeUsage(key, value);
    }

    @Override
    public @Nullable Mark mark(VolumeId volume) throws IOException {
        byte[] key = RecordCodec.markKey(volume);
        byte[] value = tables.get(Table.MARKS, key);
        return value == null ? null : RecordCodec.decodeMark(volume, key, value);
    }

    @Override
    public List<VolumeId> marked() throws IOException {
        List<VolumeId> volumes = new ArrayList<>();
        tables.walk(
                Table.MARKS,
                new byte[0],
                (key, value) -> volumes.add(RecordCodec.decodeMark(key, value).volume()));
        return volumes;
    }

    @Override
    public List<Mark> marks(CollectionId collection) throws IOException {
        List<Mark> marks = new ArrayList<>();
        tables.walk(Table.MARKS, new byte[0], (key, value) -> {
            Mark mark = RecordCodec.decodeMark(key, value);
            return !mark.volume().collection().equals(collection) || marks.add(mark);
        });
        return marks;
    }

    @Override
    public long lastSequence() throws IOException {
        return number(LAST_SEQUENCE);
    }

    @Override
    public boolean complete() throws IOException {
        return number(COMPLETE) == 1 && number(FORMAT) == VERSION;
    }

    private long number(byte[] key) throws IOException {
        byte[] value = tables.get(Table.NUMBERS, key);
        return value == null ? 0 : RecordCodec.decodeNumber(key, value);
    }

    @Override
    public void apply(List<Change> changes, long lastSequence) throws IOException {
        change(changes, lastSequence, false);
    }

    @Override
    public void replay(List<Change> changes, long lastSequence) throws IOException {
        change(changes, lastSequence, true);
    }

    private void change(List<Change> changes, long lastSequence, boolean anyOrder) throws IOException {
        tables.write(txn -> {
            Names names = new Names(tables, txn, anyOrder);
            changes.forEach(names::apply);
            names.finish();
            tables.put(txn, Table.NUMBERS, LAST_SEQUENCE, RecordCodec.encode(LAST_SEQUENCE, lastSequence));
        });
    }

    @Override
    public void completed() throws IOException {
        tables.write(txn -> {
            tables.clear(txn, Table.PARTS);
            tables.put(txn, Table.NUMBERS, COMPLETE, RecordCodec.encode(COMPLETE, 1));
            tables.put(txn, Table.NUMBERS, FORMAT, RecordCodec.encode(FORMAT, VERSION));
        });
    }

    @Override
    public void hold() throws IOException {
        tables.hold();
    }

    @Override
    public void keepHeld() throws IOException {
        tables.keepHeld();
    }

    @Override
    public void sync() throws IOException {
        tables.sync();
    }

    @Override
    public void close() {
        tables.close();
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.mismatch(key, 0, prefix.length, prefix, 0, prefix.length) < 0;
    }
}
