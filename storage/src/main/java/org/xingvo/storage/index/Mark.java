package org.xingvo.storage.index;

import org.xingvo.storage.volume.VolumeId;

/**
 * How far a volume is indexed. Immutable.
 *
 * @param volume the volume
 * @param offset end of the last indexed block
 * @param nextBlock number of the next block
 * @param closed what is behind the offset must never be believed: a sync failed there
 */
public record Mark(VolumeId volume, long offset, int nextBlock, boolean closed) {}
