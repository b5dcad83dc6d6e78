package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;

/**
 * A collection that is copied from. While it is open none of its volumes goes away, where the source can see to that.
 * For one thread.
 */
public interface VolumeSource extends AutoCloseable {

    /** For messages. */
    String where();

    CollectionId collection();

    CollectionSettings settings() throws IOException;

    /** The volumes of one moment: all that was acknowledged before the call is in them. */
    List<VolumeState> volumes() throws IOException;

    /**
     * Fills the buffer from a position; the range lies within what {@link #volumes} told. Bytes that are known not to be
     * those once written are refused with {@link org.xingvo.storage.StorageException.Damaged}.
     */
    void read(VolumeState volume, ByteBuffer target, long position) throws IOException;

    @Override
    void close() throws IOException;
}
