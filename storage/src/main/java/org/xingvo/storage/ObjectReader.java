package org.xingvo.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads one object. One thread at a time; open another for a second thread. Closing twice is harmless. */
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

    @Override
    void close();
}
