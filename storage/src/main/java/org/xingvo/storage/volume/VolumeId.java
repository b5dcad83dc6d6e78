package org.xingvo.storage.volume;

import org.xingvo.storage.CollectionId;

/**
 * One volume of one collection. Immutable.
 *
 * @param collection its collection
 * @param number 1 to 4095
 * @param generation 1 at first; higher when the number is used again after a compaction
 */
public record VolumeId(CollectionId collection, int number, int generation) implements Comparable<VolumeId> {
    /** 12 bits of the block id, 0 left out. */
    public static final int MAX_NUMBER = 4095;

    /** 20 bits of the block id. */
    public static final int MAX_BLOCKS = 1 << 20;

    public VolumeId {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "volume number: expected 1 to %d, found %d".formatted(MAX_NUMBER, number));
        }
    }

    /** 32 bits collection, 12 bits volume, 20 bits block, from the highest bit down. */
    public long blockId(int block) {
        return (long) collection.value() << 32 | (long) number << 20 | block;
    }

    /** Whether a block id is one of this volume's. */
    public boolean owns(long blockId) {
        return blockId >>> 20 == blockId(0) >>> 20;
    }

    /** The block's number, the low 20 bits of its id. */
    public static int blockOf(long blockId) {
        return (int) (blockId & MAX_BLOCKS - 1);
    }

    /** The collection of a block, the high 32 bits of its id. */
    public static CollectionId collectionOf(long blockId) {
        return new CollectionId((int) (blockId >>> 32));
    }

    public String fileName() {
        return "%04d.vol".formatted(number);
    }

    @Override
    public int compareTo(VolumeId other) {
        int byCollection = Integer.compareUnsigned(collection.value(), other.collection.value());
        return byCollection != 0 ? byCollection : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "volume " + collection.hex() + "/" + fileName();
    }
}
