package org.xingvo.dali.uws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Where the bytes of jobs are: results, and what was uploaded for them. Thread-safe. */
public interface JobFiles {
    /** Writes the bytes of a file. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Keeps a file durably under a new name; nothing of it if the content throws.
     *
     * @param name segments separated by slashes, the first is the list's, the second the job's id
     * @return its length in bytes
     * @throws org.xingvo.dali.DaliFault if there is no room, and what the content throws
     */
    long put(String name, String mediaType, Content content) throws IOException;

    /** The bytes of a file, or empty if there is none of that name; to be closed by the receiver. */
    Optional<InputStream> read(String name) throws IOException;

    /** Removes all files whose names begin with a prefix. */
    void removeAll(String prefix) throws IOException;
}
