package org.xingvo.storage;

import java.time.Duration;

/**
 * The limits of a store, all of them named. Immutable.
 *
 * @param maxVolumeBytes a volume is sealed rather than grown past this; one object larger than it gets a volume to
 *     itself
 * @param maxObjectBytes largest body taken
 * @param maxExtentBytes a body longer than this is kept in several blocks; at most 4 GiB - 1, the width of the field
 * @param openVolumes volumes of one collection that are appended to side by side, 1 to 64
 * @param spoolThresholdBytes a body longer than this goes to a temporary file first
 * @param bodyMemoryBytes memory for bodies under the threshold, all puts together; what does not fit is spooled
 * @param indexMapBytes address space of the index at first; it grows by doubling
 * @param durability what an acknowledged write survives, at most: a collection may be set to less
 * @param freeDiskReserveBytes a write that would leave less than this on the disk is refused, unless it frees room in
 *     the end (a deletion, a compaction)
 * @param indexKeepPeriod how far the durable state of the index may be behind; so much is read from the volumes after a
 *     power loss
 * @param scrubBytesPerSecond how fast the bytes of all volumes are checked in the background; 0: never
 */
public record StoreConfig(
        long maxVolumeBytes,
        long maxObjectBytes,
        long maxExtentBytes,
        int openVolumes,
        int spoolThresholdBytes,
        long bodyMemoryBytes,
        long indexMapBytes,
        Durability durability,
        long freeDiskReserveBytes,
        Duration indexKeepPeriod,
        long scrubBytesPerSecond) {

    /** What an acknowledged write survives. */
    public enum Durability {
        /** The end of the process and a power loss: every group of writes is synced. */
        FSYNC,
        /** The end of the process; a power loss may take the last seconds. */
        OS
    }

    private static final Duration KEEP_PERIOD = Duration.ofSeconds(5);
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    public StoreConfig {
        check("max volume bytes", maxVolumeBytes, 4096, Long.MAX_VALUE / 4);
        check("max object bytes", maxObjectBytes, 0, 1L << 42);
        check("max extent bytes", maxExtentBytes, 1, (1L << 32) - 1);
        check("open volumes", openVolumes, 1, 64);
        check("spool threshold bytes", spoolThresholdBytes, 0, 64 * MIB);
        check("body memory bytes", bodyMemoryBytes, 0, Long.MAX_VALUE / 4);
        check("index map bytes", indexMapBytes, MIB, 1L << 44);
        check("free disk reserve bytes", freeDiskReserveBytes, 0, Long.MAX_VALUE / 4);
        check("index keep period [ms]", indexKeepPeriod.toMillis(), 1, 3_600_000);
        check("scrub bytes per second", scrubBytesPerSecond, 0, Long.MAX_VALUE / 4);
        if (maxObjectBytes / maxExtentBytes > 4096) {
            throw new IllegalArgumentException(
                    "max extent bytes: expected at least 1/4096 of max object bytes, found %,d of %,d"
                            .formatted(maxExtentBytes, maxObjectBytes));
        }
    }

    public static StoreConfig defaults() {
        return new StoreConfig(
                32 * GIB,
                1024 * GIB,
                2 * GIB,
                2,
                (int) MIB,
                128 * MIB,
                GIB,
                Durability.FSYNC,
                256 * MIB,
                KEEP_PERIOD,
                8 * MIB);
    }

    /** Without scrubbing, with the usual period for the index. */
    public StoreConfig(
            long maxVolumeBytes,
            long maxObjectBytes,
            long maxExtentBytes,
            int openVolumes,
            int spoolThresholdBytes,
            long bodyMemoryBytes,
            long indexMapBytes,
            Durability durability,
            long freeDiskReserveBytes) {
        this(
                maxVolumeBytes,
                maxObjectBytes,
                maxExtentBytes,
                openVolumes,
                spoolThresholdBytes,
                bodyMemoryBytes,
                indexMapBytes,
                durability,
                freeDiskReserveBytes,
                KEEP_PERIOD,
                0);
    }

    /** The same with another period for the index. */
    public StoreConfig withIndexKeepPeriod(Duration period) {
        return with(maxObjectBytes, period, scrubBytesPerSecond);
    }

    /** The same with another rate of scrubbing. */
    public StoreConfig withScrubBytesPerSecond(long rate) {
        return with(maxObjectBytes, indexKeepPeriod, rate);
    }

    /** The same with another longest object. */
    public StoreConfig withMaxObjectBytes(long bytes) {
        return with(bytes, indexKeepPeriod, scrubBytesPerSecond);
    }

    private StoreConfig with(long maxObjectBytes, Duration indexKeepPeriod, long scrubBytesPerSecond) {
        return new StoreConfig(
                maxVolumeBytes,
                maxObjectBytes,
                maxExtentBytes,
                openVolumes,
                spoolThresholdBytes,
                bodyMemoryBytes,
                indexMapBytes,
                durability,
                freeDiskReserveBytes,
                indexKeepPeriod,
                scrubBytesPerSecond);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: expected %,d to %,d, found %,d".formatted(name, least, most, value));
        }
    }
}
