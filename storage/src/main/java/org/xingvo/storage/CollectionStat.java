package org.xingvo.storage;

import java.util.List;

/**
 * How much a collection holds. Immutable.
 *
 * @param id of the collection
 * @param settings as they are now
 * @param objects names that can be read
 * @param bytes of these objects, original lengths
 * @param damaged objects known to be damaged
 * @param volumes in the order of their numbers
 */
public record CollectionStat(
        CollectionId id,
        CollectionSettings settings,
        long objects,
        long bytes,
        long damaged,
        List<VolumeInfo> volumes) {
    public CollectionStat {
        volumes = List.copyOf(volumes);
    }

    /** Bytes of all volumes on the medium. */
    public long volumeBytes() {
        return volumes.stream().mapToLong(VolumeInfo::bytes).sum();
    }

    /** Bytes of blocks that can be read; what {@link #volumeBytes} has more than this, a compaction gives back. */
    public long liveBytes() {
        return volumes.stream().mapToLong(VolumeInfo::liveBytes).sum();
    }
}
