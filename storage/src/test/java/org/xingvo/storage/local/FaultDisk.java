package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.xingvo.storage.volume.Disk;
import org.xingvo.storage.volume.LocalDisk;

/**
 * A disk that ends or fails at the n-th change, tears the last write, and can lose, reorder or tear what was not synced
 * when the power goes. Thread-safe.
 */
final class FaultDisk implements Disk {
    /** What happens at a chosen change. */
    enum Fault {
        NONE,
        /** The change is torn and nothing works after it: the process is dead. */
        DEATH,
        /** This one change fails, after half of it. */
        ERROR
    }

    private final LocalDisk disk;
    private final Random random;
    private final Map<Path, FaultFile> files = new HashMap<>();
    private final Set<Path> unsyncedNames = new HashSet<>();
    /** Deleted files whose directory was not synced, with what was in them. */
    private final Map<Path, byte[]> unsyncedDeletions = new HashMap<>();

    private final List<FaultFile> deleted = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private Fault fault = Fault.NONE;
    private int faultAt;
    private boolean dead;
    long usable = Long.MAX_VALUE;

    FaultDisk(Path directory, Random random) throws IOException {
        this.disk = new LocalDisk(directory);
        this.random = random;
    }

    /** Sets a fault at the n-th change from now, counted from 1. */
    synchronized void at(int n, Fault what) {
        fault = what;
        faultAt = changes.size() + n;
    }

    synchronized int changes() {
        return changes.size();
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized String lastChange() {
        return changes.isEmpty() ? "none" : changes.getLast();
    }

    /** Whether this change is to fail. */
    private synchronized boolean failing(String what) throws IOException {
        if (dead) {
            throw new IOException("dead");
        }
        changes.add(what);
        if (fault != Fault.NONE && changes.size() == faultAt) {
            dead = fault == Fault.DEATH;
            fault = Fault.NONE;
            return true;
        }
        return false;
    }

    private void change(String what) throws IOException {
        if (failing(what)) {
            throw new IOException("injected at " + what);
        }
    }

    /** Files as a power loss leaves them; the disk must not be used any more. */
    synchronized void losePower() throws IOException {
        for (Map.Entry<Path, FaultFile> entry : files.entrySet()) {
            if (unsyncedNames.contains(entry.getKey())) {
                Files.deleteIfExists(entry.getKey());
            } else {
                entry.getValue().losePower();
            }
        }
        for (Map.Entry<Path, byte[]> deletion : unsyncedDeletions.entrySet()) {
            if (random.nextBoolean()) {
                Files.write(deletion.getKey(), deletion.getValue());
            }
        }
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        change("create " + file.getFileName());
        FaultFile made = new FaultFile(file.getFileName().toString(), disk.create(file));
        files.put(file, made);
        unsyncedNames.add(file);
        return made;
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        FaultFile opened = new FaultFile(file.getFileName().toString(), disk.open(file));
        files.put(file, opened);
        return opened;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        change("mkdir");
        disk.createDirectory(directory);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        change("sync directory");
        unsyncedNames.removeIf(file -> directory.equals(file.getParent()));
        unsyncedDeletions.keySet().removeIf(file -> directory.equals(file.getParent()));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        change("delete " + file.getFileName());
        unsyncedDeletions.put(file, Files.readAllBytes(file));
        FaultFile removed = files.remove(file);
        if (removed != null) {
            deleted.add(removed);
        }
        disk.delete(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public long usableBytes() {
        return usable;
    }

    private final class FaultFile implements DiskFile {
        private final String name;
        private final DiskFile file;
        private long durableLength;
        private final List<long[]> unsynced = new ArrayList<>();

        FaultFile(String name, DiskFile file) throws IOException {
            this.name = name;
            this.file = file;
            this.durableLength = file.length();
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return file.transferTo(position, count, target);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            String what = "write %s %d+%d".formatted(name, position, source.remaining());
            if (failing(what)) {
                int torn = random.nextInt(source.remaining() + 1);
                store(source.limit(source.position() + torn), position);
                throw new IOException("injected at " + what);
            }
            store(source, position);
        }

        private void store(ByteBuffer source, long position) throws IOException {
            synchronized (FaultDisk.this) {
                unsynced.add(new long[] {position, source.remaining()});
            }
            file.write(source, position);
        }

        @Override
        public void truncate(long length) throws IOException {
            change("truncate " + name);
            file.truncate(length);
            synchronized (FaultDisk.this) {
                durableLength = Math.min(durableLength, length);
            }
        }

        @Override
        public void force() throws IOException {
            change("force " + name);
            synchronized (FaultDisk.this) {
                unsynced.clear();
                durableLength = file.length();
            }
        }

        /** Each page of each unsynced write is there or not; the length is anything between. */
        void losePower() throws IOException {
            long length = file.length();
            for (long[] write : unsynced) {
                for (long at = write[0]; at < write[0] + write[1]; at += 512) {
                    int n = (int) Math.min(512, write[0] + write[1] - at);
                    if (at >= durableLength && random.nextBoolean() && at < length) {
                        file.write(ByteBuffer.allocate((int) Math.min(n, length - at)), at);
                    }
                }
            }
            if (length > durableLength && random.nextInt(3) > 0) {
                file.truncate(durableLength + random.nextLong(length - durableLength + 1));
            }
        }

        @Override
        public void close() {
            // kept open for losePower
        }
    }

    /** Closes what the store left open. */
    synchronized void release() {
        files.values().forEach(file -> file.file.close());
        deleted.forEach(file -> file.file.close());
    }
}
