package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;

/** One volume on the disk. Reads from any thread; appends by one thread at a time. */
final class VolumeFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeFile.class);
    private static final int STAGING_BYTES = 1 << 20;
    private static final ThreadLocal<ByteBuffer> STAGING =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(STAGING_BYTES));

    private final Disk.DiskFile file;
    private final VolumeHeader header;
    /** The header can be believed. */
    private final boolean sound;

    private volatile boolean writable;
    /** Something was appended without a sync. */
    private volatile boolean unsynced;

    /** Readers inside; with {@link #DOOMED} the file is closed when the last one leaves. */
    private final AtomicInteger pins = new AtomicInteger();

    private static final int DOOMED = 1 << 31;
    /** End of the last whole block; all before is as durable as the store is set to. */
    private long length;

    private int nextBlock;

    private VolumeFile(Disk.DiskFile file, VolumeHeader header, boolean sound) {
        this.file = file;
        this.header = header;
        this.sound = sound;
    }

    /** Writes the header and syncs; the caller syncs the directory. */
    static VolumeFile create(Disk.DiskFile file, VolumeHeader header) throws IOException {
        try {
            file.write(header.encode(), 0);
            file.force();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        VolumeFile volume = new VolumeFile(file, header, true);
        volume.length = VolumeHeader.BYTES;
        volume.writable = true;
        return volume;
    }

    /** Opens for reading; a damaged header leaves the blocks readable, for their ids say whose they are. */
    static VolumeFile open(Disk.DiskFile file, CollectionId collection, int number) throws IOException {
        VolumeId expected = new VolumeId(collection, number, 1);
        ByteBuffer bytes = ByteBuffer.allocate(VolumeHeader.BYTES);
        try {
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
                // until the header is there
            }
            VolumeHeader header = VolumeHeader.decode(bytes.flip(), expected.toString());
            if (!header.id().collection().equals(collection) || header.id().number() != number) {
                throw new StorageException.Damaged(
                        "%s: expected to be itself, found the header of %s".formatted(expected, header.id()));
            }
            return new VolumeFile(file, header, true);
        } catch (StorageException.Damaged e) {
            LOG.error("{}; its blocks are read, nothing is written to it", e.getMessage());
            // A seal that broke off takes nothing from the rest, and the generation is what its blocks are found by.
            VolumeHeader known = VolumeHeader.decodeUnsealed(bytes)
                    .filter(header -> header.id().collection().equals(collection)
                            && header.id().number() == number)
                    .orElseGet(() ->
                            new VolumeHeader(VolumeHeader.FORMAT_VERSION, expected, 0, Instant.EPOCH, Instant.EPOCH));
            return new VolumeFile(file, known, false);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    VolumeId id() {
        return header.id();
    }

    VolumeHeader header() {
        return header;
    }

    long length() throws IOException {
        return file.length();
    }

    int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return file.transferTo(position, count, target);
    }

    boolean writable() {
        return writable;
    }

    boolean hasRoom(long bytes, int blocks, long maxVolumeBytes) {
        boolean empty = length <= VolumeHeader.BYTES;
        return nextBlock + blocks <= VolumeId.MAX_BLOCKS && (empty || length + bytes <= maxVolumeBytes);
    }

    boolean pin() {
        int now = pins.get();
        while ((now & DOOMED) == 0) {
            if (pins.compareAndSet(now, now + 1)) {
                return true;
            }
            now = pins.get();
        }
        return false;
    }

    /** True if the file was closed by it. */
    boolean unpin() {
        boolean last = pins.decrementAndGet() == DOOMED;
        if (last) {
            close();
        }
        return last;
    }

    /** Lets nobody in any more; true if the file was closed by it. */
    boolean doom() {
        boolean empty = pins.getAndUpdate(now -> now | DOOMED) == 0;
        if (empty) {
            close();
        }
        return empty;
    }

    void resume(long end, int block) throws IOException {
        if (file.length() > end) {
            file.truncate(end);
        }
        boolean open = sound
                && header.version() == VolumeHeader.FORMAT_VERSION
                && header.sealed().equals(Instant.EPOCH);
        if (open) {
            // what a crash left whole is about to be indexed: make it durable first
            file.force();
        }
        length = end;
        nextBlock = block;
        writable = open && block < VolumeId.MAX_BLOCKS;
    }

    /** Adds bytes of a volume that is written elsewhere. */
    void receive(ByteBuffer bytes, long at) throws IOException {
        WaitingVolumes.append(file, id(), at, bytes);
    }

    void mend(ByteBuffer bytes, long at) throws IOException {
        if (at + bytes.remaining() > file.length()) {
            throw new IOException("%s: expected to be mended up to offset %,d at most, found %,d"
                    .formatted(id(), file.length(), at + bytes.remaining()));
        }
        file.write(bytes, at);
    }

    void mended() throws IOException {
        file.force();
    }

    /** Closes the volume to writes for ever. No block depends on the time in the header. */
    void seal(Instant time) throws IOException {
        writable = false;
        file.write(VolumeHeader.encodeSealed(time), VolumeHeader.SEALED_AT);
        file.force();
    }

    List<Place> append(List<Append> group, boolean sync) throws AppendFailed {
        if (!writable) {
            throw new AppendFailed(id(), length, nextBlock, true, new IOException("closed to writes"));
        }
        long start = length;
        try {
            List<Place> places = write(group);
            if (sync) {
                force();
            } else {
                unsynced = true;
            }
            Place last = places.getLast();
            length = last.end();
            nextBlock += places.size();
            return places;
        } catch (IOException e) {
            cut(start);
            throw new AppendFailed(id(), start, nextBlock, !writable, e);
        } catch (RuntimeException | Error e) {
            // no memory, perhaps: what was written before must not lie behind the next group
            cut(start);
            throw new AppendFailed(id(), start, nextBlock, !writable, new IOException(e));
        }
    }

    /** Makes durable what was appended without a sync. */
    void sync() throws IOException {
        if (unsynced) {
            // what is appended from here on sets it again
            unsynced = false;
            force();
        }
    }

    /** A failed sync may have thrown pages away and is not asked again: the volume is closed to writes. */
    private void force() throws IOException {
        try {
            file.force();
        } catch (IOException e) {
            writable = false;
            throw e;
        }
    }

    private void cut(long end) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            writable = false;
            LOG.error("{}: could not be cut back to {}: {}; closed to writes", id(), end, e.getMessage());
        }
    }

    private List<Place> write(List<Append> group) throws IOException {
        List<Place> places = new ArrayList<>(group.size());
        Sink sink = new Sink(file, length);
        ByteBuffer head = ByteBuffer.allocate(BlockHeader.BYTES);
        int block = nextBlock;
        for (Append append : group) {
            long offset = sink.position();
            BlockHeader blockHeader = new BlockHeader(
                    id().blockId(block++),
                    0,
                    append.compression(),
                    append.type(),
                    append.data().length(),
                    append.originalBytes(),
                    append.crc());
            blockHeader.encode(head.clear());
            sink.put(head.flip());
            switch (append.data()) {
                case BlockData.Bytes bytes -> sink.put(ByteBuffer.wrap(bytes.array(), bytes.start(), bytes.size()));
                case BlockData.Slice slice -> sink.copy(slice.file()::read, slice.start(), slice.length());
                case BlockData.Region region -> sink.copy(region.source(), region.start(), region.length());
            }
            ByteBuffer trailer = append.trailer().withDurableBefore(length).encode(blockHeader);
            Place place = new Place(id(), offset, blockHeader, trailer.remaining());
            sink.put(trailer);
            sink.put(ByteBuffer.allocate((int) (place.end() - sink.position())));
            places.add(place);
        }
        sink.flush();
        return places;
    }

    @Override
    public void close() {
        writable = false;
        file.close();
    }

    /** Gathers small pieces into large writes. */
    private static final class Sink {
        private final Disk.DiskFile file;
        private final ByteBuffer staging = STAGING.get().clear();
        private long flushed;

        Sink(Disk.DiskFile file, long position) {
            this.file = file;
            this.flushed = position;
        }

        long position() {
            return flushed + staging.position();
        }

        void put(ByteBuffer source) throws IOException {
            while (source.hasRemaining()) {
                int n = Math.min(staging.remaining(), source.remaining());
                staging.put(staging.position(), source, source.position(), n);
                staging.position(staging.position() + n);
                source.position(source.position() + n);
                if (!staging.hasRemaining()) {
                    flush();
                }
            }
        }

        void copy(BlockData.Source source, long start, long length) throws IOException {
            long at = start;
            long end = start + length;
            while (at < end) {
                int n = (int) Math.min(staging.remaining(), end - at);
                staging.limit(staging.position() + n);
                int read = source.read(staging, at);
                staging.limit(staging.capacity());
                if (read < 0) {
                    throw new IOException("data to append ends at %d, expected %d".formatted(at, end));
                }
                at += read;
                if (!staging.hasRemaining()) {
                    flush();
                }
            }
        }

        void flush() throws IOException {
            int n = staging.position();
            if (n > 0) {
                file.write(staging.flip(), flushed);
                flushed += n;
                staging.clear();
            }
        }
    }
}
