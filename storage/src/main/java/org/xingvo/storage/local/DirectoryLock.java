package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.StorageException;

/**
 * The exclusive lock of a data directory, {@code xing.lock}: a file lock, and in the file who holds it. Thread-safe.
 * Closing any channel of the file would give the lock back, so within this process the file is opened once.
 */
public final class DirectoryLock implements AutoCloseable {
    static final String FILE = "xing.lock";
    private static final int RETRIES = 5;
    private static final long RETRY_NANOS = 20_000_000;
    private static final Map<Path, DirectoryLock> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private int port;

    /**
     * Who holds a directory.
     *
     * @param pid process id
     * @param port of its server on loopback, 0 while it has none
     */
    public record Holder(long pid, int port) {}

    private DirectoryLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock; {@link StorageException.Unusable} when somebody has it. */
    public static DirectoryLock acquire(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve(FILE);
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                throw inUse(directory, "this process");
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    throw inUse(
                            directory, read(file).map(DirectoryLock::describe).orElse("another process"));
                }
                DirectoryLock held = new DirectoryLock(file, channel, lock);
                held.write();
                HELD.put(file, held);
                return held;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Tries for a moment: a command that asks who holds the lock has it that long. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        for (int i = 0; lock == null && i < RETRIES; i++) {
            LockSupport.parkNanos(RETRY_NANOS);
            lock = channel.tryLock();
        }
        return lock;
    }

    /** Writes the port of the server beside the pid, for the commands that look for it. */
    public void announcePort(int newPort) throws IOException {
        synchronized (HELD) {
            port = newPort;
            write();
        }
    }

    /** Who holds a directory now; empty if nobody does. */
    public static Optional<Holder> holder(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Path file = directory.toRealPath().resolve(FILE);
        synchronized (HELD) {
            DirectoryLock own = HELD.get(file);
            if (own != null) {
                return Optional.of(new Holder(ProcessHandle.current().pid(), own.port));
            }
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock != null ? Optional.empty() : read(file);
            }
        }
    }

    private static Optional<Holder> read(Path file) throws IOException {
        long pid = 0;
        int port = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] parts = line.strip().split(" ", 2);
            if (parts.length == 2 && parts[1].matches("[0-9]{1,9}")) {
                switch (parts[0]) {
                    case "pid" -> pid = Long.parseLong(parts[1]);
                    case "port" -> port = Integer.parseInt(parts[1]);
                    default -> {}
                }
            }
        }
        return pid == 0 ? Optional.empty() : Optional.of(new Holder(pid, port));
    }

    private static String describe(Holder holder) {
        return holder.port() == 0
                ? "process " + holder.pid()
                : "process %d, a server on port %d".formatted(holder.pid(), holder.port());
    }

    private static StorageException.Unusable inUse(Path directory, String by) {
        return new StorageException.Unusable("data directory %s: in use by %s".formatted(directory, by));
    }

    private void write() throws IOException {
        String text = "pid " + ProcessHandle.current().pid() + "\nport " + port + "\n";
        channel.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (HELD.remove(file) != null) {
                try (channel;
                        lock) {
                    channel.truncate(0);
                } catch (IOException e) {
                    // the lock goes with the channel
                }
            }
        }
    }
}
