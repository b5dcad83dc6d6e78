package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.xingvo.storage.CollectionId;

/**
 * Volumes that come from elsewhere, byte for byte. One that is new waits beside the others ({@code 0001.vol.1}) until it
 * is {@linkplain #adopt adopted}; one that is there grows in place. One thread at a time for one collection.
 */
public interface Inbox {

    /** Volumes that wait. */
    List<VolumeId> waiting(CollectionId collection) throws IOException;

    /** Bytes of a volume that are there and were durable when they were received; 0 if it is not there. */
    long receivedBytes(VolumeId volume) throws IOException;

    /** Adds bytes at the end of a volume; durable when it returns. */
    void receive(VolumeId volume, long at, ByteBuffer bytes) throws IOException;

    /** Reads from a volume that waits or is there. */
    int readReceived(VolumeId volume, ByteBuffer target, long position) throws IOException;

    /** Makes a volume that waits one of the store; harmless if it is. Its number must be free. */
    void adopt(VolumeId volume) throws IOException;

    /** Deletes a volume that waits; harmless if it does not. */
    void discard(VolumeId volume) throws IOException;
}
