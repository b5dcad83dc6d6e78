package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.xingvo.storage.CollectionId;

/**
 * What holds the volumes: appends a group of blocks durably, reads a range, deletes a whole volume. Nothing else of a
 * file system shows, so that an object store can stand behind it. Thread-safe but for {@link #append}: one thread at a
 * time for one lane of a collection.
 */
public interface Medium extends AutoCloseable {

    List<CollectionId> collections();

    boolean has(CollectionId collection);

    /** Durable when it returns; harmless when the collection is there. */
    void createCollection(CollectionId collection) throws IOException;

    /** Every volume of a collection, by number. */
    List<VolumeId> volumes(CollectionId collection) throws IOException;

    /** Bytes of a volume, whole blocks or not. */
    long length(VolumeId volume) throws IOException;

    VolumeHeader header(VolumeId volume) throws IOException;

    /**
     * Says where the last whole block of a volume ends. What is behind is cut away, what is before is made durable, and
     * the volume may be appended to again unless it is sealed or not the medium's to write.
     *
     * @param nextBlock number of the next block
     * @param keepCut put what is cut away aside, for a person to look at
     */
    void resume(VolumeId volume, long length, int nextBlock, boolean keepCut) throws IOException;

    /**
     * Appends blocks to one volume as a group and makes them as durable as the store is set to.
     *
     * @param lane each lane appends to a volume of its own
     * @return where the blocks are, in the same order
     * @throws AppendFailed when nothing of the group is in the volume, or may be believed to be
     */
    List<Place> append(CollectionId collection, int lane, List<Append> group, AppendPolicy policy) throws IOException;

    /** Makes durable what was appended without a sync; while others append. */
    void sync() throws IOException;

    /**
     * Reads at a position like pread; no interrupt of the caller disturbs other readers.
     *
     * @return bytes read, -1 at the end
     */
    int read(VolumeId volume, ByteBuffer target, long position) throws IOException;

    /**
     * Keeps a volume readable until {@link #unpin}, even if it is deleted meanwhile.
     *
     * @return false if it is gone
     */
    boolean pin(VolumeId volume);

    void unpin(VolumeId volume);

    /** Whether blocks are or may be appended to it. */
    boolean isOpen(VolumeId volume);

    /** Closes a volume to writes for ever; harmless when it is closed. */
    void retire(VolumeId volume) throws IOException;

    /**
     * Sends bytes of a volume without a copy in this process where that can be; they are not checked.
     *
     * @return bytes the target took, 0 if it takes none now or the volume ends before
     */
    long transferTo(VolumeId volume, long position, long count, WritableByteChannel target) throws IOException;

    /** Deletes a whole volume. Its number may be used again, under a higher generation. */
    void delete(VolumeId volume) throws IOException;

    /** Bytes that may still be written before the reserve is touched. */
    long usableBytes() throws IOException;

    @Override
    void close();
}
