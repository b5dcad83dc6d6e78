package org.xingvo.storage.volume;

/**
 * How to append a group. Immutable.
 *
 * @param sync make it durable before it counts
 * @param maxVolumeBytes seal a volume rather than grow it past this
 * @param mayUseReserve the group frees room in the end (a deletion, a compaction) and may use what is kept back on the
 *     disk
 */
public record AppendPolicy(boolean sync, long maxVolumeBytes, boolean mayUseReserve) {}
