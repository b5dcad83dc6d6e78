package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;

/** Where a copy of one collection is kept. For one thread; a run is begin, appends, finish. */
public interface VolumeTarget extends AutoCloseable {

    /** For messages. */
    String where();

    /**
     * Makes ready for a copy of this collection and tells what is there of it, whole and believed. {@link CopyException}
     * when something else is there under its id or name.
     */
    List<VolumeState> begin(CollectionId collection, CollectionSettings settings) throws IOException;

    /** Bytes that may still be written. */
    long usableBytes() throws IOException;

    /** Fills the buffer from a position within what is there. */
    void read(VolumeState volume, ByteBuffer target, long position) throws IOException;

    /** Adds bytes at the end of a volume: {@code volume.bytes()} is how many it has, 0 for one that is not there. */
    void append(VolumeState volume, ByteBuffer bytes) throws IOException;

    /** Makes everything durable and readable, and only then lets go of volumes that are not among these. */
    void finish(List<VolumeState> whole) throws IOException;

    /** Without {@link #finish} what was appended stays and the next run goes on from there. */
    @Override
    void close() throws IOException;
}
