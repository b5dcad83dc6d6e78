package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks the blocks of one volume and tells a torn tail from damage: every block carries the offset before which all was
 * durable when it was written, so what cannot be read below the highest of these is damage and stays, and what cannot
 * be read above it was never acknowledged. One thread at a time.
 */
public final class VolumeScan {
    private static final int WINDOW_BYTES = 1 << 18;

    private final Medium medium;
    private final VolumeId volume;
    private final long fileLength;
    /** Read ahead: little for one block, more for a walk. */
    private int windowBytes = 4096;

    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    /** A block whose header and trailer are good. */
    public record Block(Place place, Trailer trailer) {}

    /** Bytes that hold no readable block. */
    public record Gap(long start, long end) {}

    /**
     * What a scan found.
     *
     * @param end behind the last whole block
     * @param nextBlock number of the next block
     * @param lastSequence highest sequence seen, 0 if none
     * @param gaps damage, torn tail not counted
     * @param fileLength length of the volume at the start of the scan
     */
    public record Result(long end, int nextBlock, long lastSequence, List<Gap> gaps, long fileLength) {}

    /** Receives the blocks in the order of the volume. */
    @FunctionalInterface
    public interface Visitor {
        void block(Block block) throws IOException;
    }

    public VolumeScan(Medium medium, VolumeId volume) throws IOException {
        this.medium = medium;
        this.volume = volume;
        this.fileLength = medium.length(volume);
    }

    /** Reads nothing at or behind a length, where somebody may be writing. */
    public VolumeScan(Medium medium, VolumeId volume, long length) throws IOException {
        this.medium = medium;
        this.volume = volume;
        this.fileLength = Math.min(length, medium.length(volume));
    }

    /**
     * Scans to the end. The data of blocks that may be torn is checked against its CRC; other data is not read.
     *
     * @param from offset of a block
     * @param firstBlock number of that block at least
     */
    public Result run(long from, int firstBlock, Visitor visitor) throws IOException {
        windowBytes = WINDOW_BYTES;
        List<Gap> gaps = new ArrayList<>();
        List<Block> pending = new ArrayList<>();
        long durable = from;
        long at = from;
        int next = firstBlock;
        long lastSequence = 0;
        while (at < fileLength) {
            Block block = blockAt(at, next);
            if (block == null) {
                long good = search(at + 8, next);
                gaps.add(new Gap(at, good < 0 ? fileLength : good));
                if (good < 0) {
                    break;
                }
                at = good;
                continue;
            }
            durable = Math.max(durable, Math.min(block.trailer().durableBefore(), at));
            next = VolumeId.blockOf(block.place().header().id()) + 1;
            lastSequence = Math.max(lastSequence, block.trailer().sequence());
            at = block.place().end();
            deliver(pending, durable, visitor);
            pending.add(block);
        }
        long cut = cutPoint(gaps, pending, durable);
        int nextBlock = next;
        for (Block block : pending) {
            if (block.place().offset() >= cut) {
                nextBlock = VolumeId.blockOf(block.place().header().id());
                break;
            }
            visitor.block(block);
        }
        gaps.removeIf(gap -> gap.start() >= cut);
        return new Result(cut, nextBlock, lastSequence, List.copyOf(gaps), fileLength);
    }

    private static void deliver(List<Block> pending, long durable, Visitor visitor) throws IOException {
        int n = 0;
        while (n < pending.size() && pending.get(n).place().offset() < durable) {
            visitor.block(pending.get(n++));
        }
        pending.subList(0, n).clear();
    }

    /** Where the first block begins that may be torn and is. */
    private long cutPoint(List<Gap> gaps, List<Block> pending, long durable) throws IOException {
        long cut = fileLength;
        for (Gap gap : gaps) {
            if (gap.start() >= durable || gap.end() == fileLength) {
                cut = Math.min(cut, gap.start());
            }
        }
        for (Block block : pending) {
            Place place = block.place();
            if (place.offset() >= cut || place.end() > fileLength || !dataIsGood(place)) {
                return Math.min(cut, place.offset());
            }
        }
        return cut;
    }

    /** Whether the stored data has the CRC that its header says. */
    public boolean dataIsGood(Place place) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(
                (int) Math.min(WINDOW_BYTES, Math.max(1, place.header().storedBytes())));
        long at = place.dataOffset();
        while (at < place.trailerOffset()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), place.trailerOffset() - at));
            int n = medium.read(volume, buffer, at);
            if (n < 0) {
                return false;
            }
            crc.update(buffer.flip());
            at += n;
        }
        return (int) crc.getValue() == place.header().crc();
    }

    /** The first good block at or behind an offset, -1 if there is none. */
    private long search(long from, int firstBlock) throws IOException {
        for (long at = from; at + BlockHeader.BYTES <= fileLength; at += 8) {
            if (fill(at, BlockHeader.BYTES)
                    && volume.owns(window.getLong((int) (at - windowStart)))
                    && blockAt(at, firstBlock) != null) {
                return at;
            }
        }
        return -1;
    }

    /** The block at an offset; null if header or trailer are not good. Its padding may be missing. */
    public @Nullable Block blockAt(long at, int firstBlock) throws IOException {
        if (!fill(at, BlockHeader.BYTES)) {
            return null;
        }
        int index = (int) (at - windowStart);
        long id = window.getLong(index);
        if (!volume.owns(id) || VolumeId.blockOf(id) < firstBlock) {
            return null;
        }
        BlockHeader header = BlockHeader.decode(window.slice(index, BlockHeader.BYTES));
        long trailerAt = at + BlockHeader.BYTES + header.storedBytes();
        if (trailerAt + Trailer.MIN_BYTES > fileLength || !fill(trailerAt, 8)) {
            return null;
        }
        int length = Trailer.lengthAt(window, (int) (trailerAt - windowStart));
        if (length < 0 || trailerAt + length > fileLength || !fill(trailerAt, length)) {
            return null;
        }
        Trailer trailer = Trailer.decode(header, window.slice((int) (trailerAt - windowStart), length));
        return trailer == null ? null : new Block(new Place(volume, at, header, length), trailer);
    }

    /** Sees to it that the window holds a range; false if the volume ends before. */
    private boolean fill(long start, int length) throws IOException {
        if (start >= windowStart && start + length <= windowStart + window.limit()) {
            return true;
        }
        if (start + length > fileLength) {
            return false;
        }
        int capacity = Math.max(length, windowBytes);
        if (window.capacity() < length || window.capacity() > Math.max(capacity, WINDOW_BYTES)) {
            window = ByteBuffer.allocate(capacity);
        }
        window.clear();
        windowStart = start;
        while (window.position() < length) {
            if (medium.read(volume, window, start + window.position()) < 0) {
                window.limit(0);
                return false;
            }
        }
        window.flip();
        return true;
    }
}
