package org.xingvo.storage.volume;

import java.io.IOException;

/** A group of blocks could not be appended and nobody may believe in it. Immutable. */
public final class AppendFailed extends IOException {
    private final transient VolumeId volume;
    private final long durableLength;
    private final int nextBlock;
    private final boolean closed;

    AppendFailed(VolumeId volume, long durableLength, int nextBlock, boolean closed, IOException cause) {
        super(volume + ": write failed: " + cause.getMessage(), cause);
        this.volume = volume;
        this.durableLength = durableLength;
        this.nextBlock = nextBlock;
        this.closed = closed;
    }

    /** The volume takes no more writes: a sync failed, or the rest of the group could not be cut away. */
    public boolean closed() {
        return closed;
    }

    public VolumeId volume() {
        return volume;
    }

    /** What is acknowledged ends here; what may be behind must never be believed. */
    public long durableLength() {
        return durableLength;
    }

    public int nextBlock() {
        return nextBlock;
    }
}
