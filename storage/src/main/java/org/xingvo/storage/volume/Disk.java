package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The few things the local medium asks of a file system; tests put one behind it that fails. Thread-safe. */
public interface Disk {
    /** Makes an empty file that was not there. */
    DiskFile create(Path file) throws IOException;

    DiskFile open(Path file) throws IOException;

    void createDirectory(Path directory) throws IOException;

    /** Makes created and deleted names of a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    void delete(Path file) throws IOException;

    /** Gives a file another name, over one that is there. */
    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    List<Path> list(Path directory) throws IOException;

    long usableBytes() throws IOException;

    /** An open file. Reads from any thread, changes by one thread at a time. */
    interface DiskFile extends AutoCloseable {
        long length() throws IOException;

        /** Like pread; -1 at the end. Interrupts of the caller harm nobody. */
        int read(ByteBuffer target, long position) throws IOException;

        /**
         * Sends bytes without a copy in this process where the system can. Interrupts of the caller harm nobody but the
         * target.
         *
         * @return bytes the target took, 0 if it takes none now or the file ends before
         */
        long transferTo(long position, long count, WritableByteChannel target) throws IOException;

        /** Writes all that remains. */
        void write(ByteBuffer source, long position) throws IOException;

        void truncate(long length) throws IOException;

        /** Data and length on the disk, as fdatasync. */
        void force() throws IOException;

        @Override
        void close();
    }
}
