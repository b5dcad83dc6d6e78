package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file system of this machine. Thread-safe. */
public final class LocalDisk implements Disk {
    private final FileStore fileStore;

    public LocalDisk(Path directory) throws IOException {
        this.fileStore = Files.getFileStore(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .close();
        return new LocalFile(file);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new LocalFile(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        DurableFile.syncDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return fileStore.getUsableSpace();
    }

    /**
     * A file with one channel for reads and one for writes. An interrupt closes the channel its thread is in; writes
     * are made by threads that nobody interrupts, and the reading channel is opened again. A transfer that was broken
     * off cannot be tried again, for nobody knows what the target took: each has a channel to itself.
     */
    private static final class LocalFile implements DiskFile {
        private static final int MAX_IDLE = 4;
        private static final int COPY_BYTES = 64 << 10;

        private final Path file;
        private final @Nullable Object identity;
        private volatile FileChannel reader;
        private @Nullable FileChannel writer;
        private final ArrayDeque<FileChannel> idle = new ArrayDeque<>();
        private boolean closed;

        LocalFile(Path file) throws IOException {
            this.file = file;
            this.reader = FileChannel.open(file, StandardOpenOption.READ);
            this.identity = identity();
        }

        private @Nullable Object identity() throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        }

        /** Another channel of this file; null if it was deleted, whatever has its name now. */
        private @Nullable FileChannel openAgain() throws IOException {
            FileChannel channel = null;
            boolean same = false;
            try {
                channel = FileChannel.open(file, StandardOpenOption.READ);
                same = Objects.equals(identity, identity());
                return same ? channel : null;
            } catch (NoSuchFileException e) {
                return null;
            } finally {
                if (channel != null && !same) {
                    closeQuietly(channel);
                }
            }
        }

        @Override
        public long length() throws IOException {
            return Files.size(file);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            boolean interrupted = Thread.interrupted();
            int start = target.position();
            try {
                while (true) {
                    FileChannel channel = reader;
                    try {
                        return channel.read(target, position);
                    } catch (ClosedByInterruptException e) {
                        interrupted |= Thread.interrupted();
                        target.position(start);
                        reopen(channel);
                    } catch (ClosedChannelException e) {
                        target.position(start);
                        reopen(channel);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            boolean interrupted = Thread.interrupted();
            FileChannel channel = borrow();
            try {
                return channel == null ? copy(position, count, target) : channel.transferTo(position, count, target);
            } finally {
                giveBack(channel);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** For a file that is deleted and still read. */
        private long copy(long position, long count, WritableByteChannel target) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, count));
            return read(buffer, position) < 0 ? 0 : target.write(buffer.flip());
        }

        private synchronized @Nullable FileChannel borrow() throws IOException {
            if (closed) {
                throw new IOException(file + ": the store is closed");
            }
            FileChannel channel = idle.poll();
            return channel == null ? openAgain() : channel;
        }

        private synchronized void giveBack(@Nullable FileChannel channel) {
            if (channel == null) {
                return;
            }
            if (closed || idle.size() >= MAX_IDLE) {
                closeQuietly(channel);
            } else if (channel.isOpen()) {
                idle.push(channel);
            }
        }

        @SuppressWarnings("ReferenceEquality") // this channel, not one like it
        private synchronized void reopen(FileChannel broken) throws IOException {
            if (closed) {
                throw new IOException(file + ": the store is closed");
            }
            if (reader == broken) {
                FileChannel channel = openAgain();
                if (channel == null) {
                    throw new IOException(file + ": deleted while it was read");
                }
                reader = channel;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            FileChannel channel = writer();
            long at = position;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            writer().truncate(length);
        }

        @Override
        public void force() throws IOException {
            writer().force(false);
        }

        private synchronized FileChannel writer() throws IOException {
            FileChannel channel = writer;
            if (channel == null) {
                if (closed) {
                    throw new IOException(file + ": the store is closed");
                }
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
                writer = channel;
            }
            return channel;
        }

        @Override
        public synchronized void close() {
            closed = true;
            closeQuietly(reader);
            idle.forEach(LocalFile::closeQuietly);
            idle.clear();
            if (writer != null) {
                closeQuietly(writer);
            }
        }

        private static void closeQuietly(FileChannel channel) {
            try {
                channel.close();
            } catch (IOException e) {
                // everything that matters was forced before
            }
        }
    }
}
