package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;

/** Brings a target up to a source: what is missing of each volume, new volumes whole, old ones gone last. */
public final class CollectionCopy {
    private static final int CHUNK_BYTES = 4 << 20;
    /** Bytes of a volume header that never change. */
    private static final int FIXED_HEADER_BYTES = 48;
    /** Within the last trailer where a copy ends with a block: two volumes with the same tail have the same history. */
    private static final int TAIL_BYTES = 64;

    private static final int VOLUME_HEADER_BYTES = 64;

    private CollectionCopy() {}

    /**
     * What a copy did.
     *
     * @param bytes copied
     * @param volumes that the copy has now
     * @param totalBytes of these volumes
     * @param dropped volumes that a compaction had taken away
     */
    public record Outcome(long bytes, int volumes, long totalBytes, int dropped) {}

    /**
     * Copies; safe to repeat, and to repeat after it was cut short.
     *
     * @param name of the collection in the target; null: as in the source
     * @throws CopyException when the target has something else there
     * @throws StorageException.NoSpace before the first byte
     */
    public static Outcome run(VolumeSource source, VolumeTarget target, @Nullable String name, CopyProgress progress)
            throws IOException {
        CollectionSettings settings = source.settings();
        CollectionId collection = source.collection();
        List<VolumeState> wanted = source.volumes();
        List<VolumeState> held = target.begin(collection, name == null ? settings : settings.withName(name));
        for (VolumeState copy : held) {
            checkCopy(source, target, wanted, copy);
        }
        long missing = 0;
        long there = 0;
        for (VolumeState volume : wanted) {
            long has = heldBytes(held, volume);
            there += has;
            missing += volume.bytes() - has;
        }
        long usable = target.usableBytes();
        if (missing > usable) {
            throw new StorageException.NoSpace("%s: needs %,d bytes for collection %s, %,d left"
                    .formatted(target.where(), missing, settings.name(), Math.max(0, usable)));
        }
        progress.begin(missing, there);
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(missing, 1, CHUNK_BYTES));
        long copied = 0;
        for (VolumeState volume : wanted) {
            for (long at = heldBytes(held, volume); at < volume.bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), volume.bytes() - at));
                source.read(volume, buffer, at);
                target.append(volume.withBytes(at), buffer.flip());
                copied += buffer.limit();
                progress.advance(copied);
            }
        }
        target.finish(wanted);
        int dropped = (int) held.stream()
                .filter(copy -> wanted.stream().noneMatch(copy::sameVolume))
                .count();
        return new Outcome(copied, wanted.size(), there + missing, dropped);
    }

    private static long heldBytes(List<VolumeState> held, VolumeState volume) {
        return held.stream()
                .filter(volume::sameVolume)
                .mapToLong(VolumeState::bytes)
                .findFirst()
                .orElse(0);
    }

    /** A copy that is not a prefix of its source is of another history: it may be the better one and is left alone. */
    private static void checkCopy(VolumeSource source, VolumeTarget target, List<VolumeState> wanted, VolumeState copy)
            throws IOException {
        Optional<VolumeState> same = wanted.stream()
                .filter(volume -> volume.number() == copy.number())
                .findFirst();
        if (same.isEmpty() || same.get().generation() > copy.generation()) {
            return;
        }
        VolumeState volume = same.get();
        if (volume.generation() < copy.generation()) {
            throw new CopyException(
                    "%s, %s: expected generation %d at most, found a later one: the source is older than its copy"
                            .formatted(target.where(), copy, volume.generation()));
        }
        if (volume.bytes() < copy.bytes()) {
            throw new CopyException(
                    "%s, %s: expected at most the %,d bytes of the source, found %,d: the source has lost bytes that its copy has"
                            .formatted(target.where(), copy, volume.bytes(), copy.bytes()));
        }
        compare(source, target, volume, copy, 0, Math.min(FIXED_HEADER_BYTES, copy.bytes()));
        if (copy.bytes() >= VOLUME_HEADER_BYTES + TAIL_BYTES) {
            compare(source, target, volume, copy, copy.bytes() - TAIL_BYTES, copy.bytes());
        }
    }

    /** One byte may differ: the hint in a block header is set in place. The CRC of another trailer has four others. */
    private static void compare(
            VolumeSource source, VolumeTarget target, VolumeState volume, VolumeState copy, long from, long to)
            throws IOException {
        if (from >= to) {
            return;
        }
        ByteBuffer expected = ByteBuffer.allocate((int) (to - from));
        ByteBuffer found = ByteBuffer.allocate((int) (to - from));
        source.read(volume, expected, from);
        target.read(copy, found, from);
        int first = expected.flip().mismatch(found.flip());
        int differing = 0;
        for (int i = 0; i < expected.limit(); i++) {
            differing += expected.get(i) == found.get(i) ? 0 : 1;
        }
        if (differing > 1) {
            throw new CopyException(
                    "%s, %s, offset %d: expected byte %02X as in %s, found %02X: a copy of another volume"
                            .formatted(
                                    target.where(),
                                    copy,
                                    from + first,
                                    expected.get(first),
                                    source.where(),
                                    found.get(first)));
        }
    }
}
