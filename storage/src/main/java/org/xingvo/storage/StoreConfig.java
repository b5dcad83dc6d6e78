package org.xingvo.storage;

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
 * @param durability what an acknowledged write survives
 * @param freeDiskReserveBytes a write that would leave less than this on the disk is refused
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
        long freeDiskReserveBytes) {

    /** What an acknowledged write survives. */
    public enum Durability {
        /** The end of the process and a power loss: every group of writes is synced. */
        FSYNC,
        /** The end of the process; a power loss may take the last seconds. */
        OS
    }

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
        if (maxObjectBytes / maxExtentBytes > 4096) {
            throw new IllegalArgumentException(
                    "max extent bytes: expected at least 1/4096 of max object bytes, found %,d of %,d"
                            .formatted(maxExtentBytes, maxObjectBytes));
        }
    }

    public static StoreConfig defaults() {
        return new StoreConfig(
                32 * GIB, 1024 * GIB, 2 * GIB, 2, (int) MIB, 128 * MIB, GIB, Durability.FSYNC, 256 * MIB);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: expected %,d to %,d, found %,d".formatted(name, least, most, value));
        }
    }
}
