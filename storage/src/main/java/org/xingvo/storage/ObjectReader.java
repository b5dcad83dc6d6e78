package org.xingvo.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object. One thread at a time; open another for a second thread. Closing twice is harmless. What is read is
 * checked against the checksums that were written before it is given to anybody, in frames of 256 KiB, compressed ones of
 * 1 MiB; bytes that are not what was written are a {@link StorageException.Damaged}. Holds up to two frames.
 */
public interface ObjectReader extends AutoCloseable {
    StoredObject object();

    /**
     * Reads original bytes at a position, like pread.
     *
     * @param position from 0
     * @return bytes read, at least 1 unless {@code target} is full; -1 at the end
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** The bytes of a range as a stream; closing it does not close this reader. */
    InputStream stream(ByteRange range) throws IOException;

    /**
     * How the object is stored, as the name of an HTTP content coding (RFC 9110, 8.4.1): "zstd", "gzip", or the
     * unregistered "lz4" and "x-snappy-framed", which nobody wants who did not ask by name; null when it is stored as it
     * is, or some of it is, or it is gzip of several members, which not every client reads to the end.
     */
    @Nullable
    String encoding();

    /** Length of the object in its {@link #encoding}; its original length when that is null. */
    long encodedBytes();

    /** Reads the object in its {@link #encoding} at a position, as {@link #read} does the original bytes. */
    int readEncoded(ByteBuffer target, long position) throws IOException;

    /**
     * Sends original bytes. What is stored as it is and longer than 256 KiB goes by the system's own means without a copy
     * in this process, and its checksum is not checked; anything else is sent as {@link #read} would read it.
     *
     * @param position from 0
     * @param count at most so many
     * @return bytes sent; fewer than {@code count} when the target takes no more for now or the object ends
     */
    long transferTo(long position, long count, WritableByteChannel target) throws IOException;

    @Override
    void close();
}
