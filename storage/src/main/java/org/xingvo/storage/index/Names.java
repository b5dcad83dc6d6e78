package org.xingvo.storage.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Txn;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.index.Tables.Table;
import org.xingvo.storage.volume.Place;

/**
 * What changes make of names, within one transaction. A name is in use, free, or never heard of; of two changes of one
 * name the one with the higher sequence counts, of two with the same sequence the one whose blocks carry that name and
 * sequence themselves: a compaction left them later than the record that led to the older place.
 */
final class Names {
    private final Tables tables;
    private final Txn<ByteBuffer> txn;
    /** Changes come in any order, older ones too. */
    private final boolean anyOrder;

    private final Tally tally;

    Names(Tables tables, Txn<ByteBuffer> txn, boolean anyOrder) {
        this.tables = tables;
        this.txn = txn;
        this.anyOrder = anyOrder;
        this.tally = new Tally(tables, txn);
    }

    void apply(Change change) {
        switch (change) {
            case Change.Put(IndexRecord entry, boolean ownBlocks) -> put(entry, ownBlocks);
            case Change.Part(CollectionId collection, long sequence, int extent, Place place) ->
                putPart(collection, sequence, extent, place);
            case Change.Found(IndexRecord entry, int extent, int extents) -> found(entry, extent, extents);
            case Change.Remove(ObjectKey key, long sequence, IndexRecord last) -> free(key, sequence, last);
            case Change.Move(ObjectKey from, IndexRecord entry) -> {
                free(from, entry.sequence(), null);
                put(entry, false);
            }
            case Change.Relocate relocate -> relocate(relocate);
            case Change.Advance(Mark mark) -> {
                byte[] key = RecordCodec.markKey(mark.volume());
                tables.put(txn, Table.MARKS, key, RecordCodec.encode(key, mark));
            }
            case Change.Forget(var volume) -> {
                tables.delete(txn, Table.MARKS, RecordCodec.markKey(volume));
                tables.delete(txn, Table.USAGE, RecordCodec.usageKey(volume));
            }
            case Change.Spoiled(Damage damage, long sequence) -> spoiled(damage, sequence);
            case Change.Sound(ObjectKey key) -> tables.delete(txn, Table.DAMAGED, RecordCodec.key(key));
        }
    }

    /** Writes the sums; nothing may be applied after it. */
    void finish() {
        tally.write();
    }

    private void put(IndexRecord entry, boolean ownBlocks) {
        byte[] key = RecordCodec.key(entry.object().key());
        IndexRecord known = find(key);
        if (anyOrder) {
            if (known != null
                    && (known.sequence() > entry.sequence() || (known.sequence() == entry.sequence() && !ownBlocks))) {
                return;
            }
            Freed freed = freed(key);
            if (freed != null && freed.sequence() > entry.sequence()) {
                return;
            }
        }
        if (known != null) {
            drop(key, known);
            tables.delete(txn, Table.DAMAGED, key);
        }
        tables.delete(txn, Table.FREED, key);
        write(key, ownBlocks ? entry : withParts(entry), ownBlocks);
        if (entry.extents().size() > 1) {
            for (int i = 0; i < entry.extents().size(); i++) {
                tables.delete(txn, Table.PARTS, partKey(entry, i));
            }
        }
    }

    /** Blocks that a compaction left are newer than the places of the record, and may have been found before it. */
    private IndexRecord withParts(IndexRecord entry) {
        IndexRecord newest = entry;
        for (int i = 0;
                anyOrder && entry.extents().size() > 1 && i < entry.extents().size();
                i++) {
            Place part = part(entry, i);
            newest = part == null ? newest : with(newest, i, part);
        }
        return newest;
    }

    private void write(byte[] key, IndexRecord entry, boolean ownBlocks) {
        tables.put(txn, Table.OBJECTS, key, RecordCodec.encode(key, entry));
        tally.add(entry, 1);
        if (!ownBlocks) {
            for (Place place : entry.extents()) {
                if (!anyOrder || !hasLaterName(place, entry.sequence())) {
                    tables.put(txn, Table.RENAMED, RecordCodec.placeKey(place), key);
                }
            }
        }
    }

    /** True if a record that is younger than this one has been found already, and leads to the block. */
    private boolean hasLaterName(Place place, long sequence) {
        byte[] name = tables.get(txn, Table.RENAMED, RecordCodec.placeKey(place));
        IndexRecord named = name == null ? null : find(name);
        return named != null && named.sequence() > sequence && named.extents().contains(place);
    }

    /**
     * A record is not what its name means any more. Its blocks may have a later name already, when renames are found in
     * any order: that stays.
     */
    private void drop(byte[] key, IndexRecord known) {
        tally.add(known, -1);
        for (Place place : known.extents()) {
            if (isNamed(key, place)) {
                tables.delete(txn, Table.RENAMED, RecordCodec.placeKey(place));
            }
        }
    }

    /** True if a block is written under another name than this one, which it has now. */
    private boolean isNamed(byte[] key, Place place) {
        return Arrays.equals(key, tables.get(txn, Table.RENAMED, RecordCodec.placeKey(place)));
    }

    private void free(ObjectKey objectKey, long sequence, @Nullable IndexRecord last) {
        byte[] key = RecordCodec.key(objectKey);
        IndexRecord known = find(key);
        Freed freed = freed(key);
        if (anyOrder
                && ((known != null && known.sequence() > sequence) || (freed != null && freed.sequence() > sequence))) {
            return;
        }
        if (known != null) {
            drop(key, known);
            tables.delete(txn, Table.OBJECTS, key);
            tables.delete(txn, Table.DAMAGED, key);
        }
        tables.put(txn, Table.FREED, key, RecordCodec.encode(key, new Freed(sequence, last)));
    }

    /** One block of an object; the object counts when all its blocks are there. */
    private void found(IndexRecord entry, int extent, int extents) {
        if (extents == 1) {
            put(entry, true);
            return;
        }
        byte[] key = RecordCodec.key(entry.object().key());
        Place place = entry.extents().getFirst();
        IndexRecord known = find(key);
        if (known != null && known.sequence() == entry.sequence()) {
            move(key, known, with(known, extent, place));
            return;
        }
        putPart(entry.object().key().collection(), entry.sequence(), extent, place);
        List<Place> all = new ArrayList<>(extents);
        for (int i = 0; i < extents; i++) {
            Place part = part(entry, i);
            if (part == null) {
                return;
            }
            all.add(part);
        }
        put(new IndexRecord(entry.object(), entry.sequence(), entry.type(), all), true);
    }

    private void relocate(Change.Relocate change) {
        byte[] key = RecordCodec.key(change.key());
        IndexRecord known = find(key);
        if (known == null || known.sequence() != change.sequence()) {
            return;
        }
        List<Place> places = new ArrayList<>(known.extents());
        for (int i = 0; i < change.from().size(); i++) {
            int at = places.indexOf(change.from().get(i));
            if (at >= 0) {
                places.set(at, change.to().get(i));
            }
        }
        move(key, known, new IndexRecord(known.object(), known.sequence(), known.type(), places));
    }

    /** The same object with blocks elsewhere. Those that stay keep the name they were written under. */
    private void move(byte[] key, IndexRecord known, IndexRecord moved) {
        boolean renamed = known.extents().stream().anyMatch(place -> isNamed(key, place));
        drop(key, known);
        write(key, moved, !renamed);
    }

    private void spoiled(Damage damage, long sequence) {
        byte[] key = RecordCodec.key(damage.key());
        IndexRecord known = find(key);
        if (known != null && known.sequence() == sequence && tables.get(txn, Table.DAMAGED, key) == null) {
            tables.put(txn, Table.DAMAGED, key, RecordCodec.encode(key, damage));
        }
    }

    private static IndexRecord with(IndexRecord known, int extent, Place place) {
        List<Place> places = new ArrayList<>(known.extents());
        places.set(extent, place);
        return new IndexRecord(known.object(), known.sequence(), known.type(), places);
    }

    private void putPart(CollectionId collection, long sequence, int extent, Place place) {
        byte[] key = RecordCodec.partKey(collection, sequence, extent);
        tables.put(txn, Table.PARTS, key, RecordCodec.encode(key, place));
    }

    private @Nullable Place part(IndexRecord entry, int extent) {
        byte[] key = partKey(entry, extent);
        byte[] value = tables.get(txn, Table.PARTS, key);
        return value == null
                ? null
                : RecordCodec.decodePlace(entry.object().key().collection(), entry.type(), key, value);
    }

    private static byte[] partKey(IndexRecord entry, int extent) {
        return RecordCodec.partKey(entry.object().key().collection(), entry.sequence(), extent);
    }

    private @Nullable IndexRecord find(byte[] key) {
        byte[] value = tables.get(txn, Table.OBJECTS, key);
        return value == null ? null : RecordCodec.decode(key, value);
    }

    private @Nullable Freed freed(byte[] key) {
        byte[] value = tables.get(txn, Table.FREED, key);
        return value == null ? null : RecordCodec.decodeFreed(key, value);
    }
}
