package org.xingvo.storage;

import java.time.Instant;

/**
 * One volume of a collection. Immutable.
 *
 * @param number 1 to 4095
 * @param generation 1 at first; higher when the number was used again after a compaction
 * @param bytes that are durable and indexed, volume header and all: what a copy of the volume must hold
 * @param blocks written to it
 * @param liveBytes of the blocks that a name leads to, headers and trailers and all
 * @param liveBlocks how many these are
 * @param open it may be appended to
 * @param created when it was made
 */
public record VolumeInfo(
        int number,
        int generation,
        long bytes,
        int blocks,
        long liveBytes,
        int liveBlocks,
        boolean open,
        Instant created) {}
