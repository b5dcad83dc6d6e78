package org.xingvo.storage.care;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Freed;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Reference;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeScan;

/**
 * Copies what is alive out of a volume and deletes the volume, while others read and write. A copy carries the name and
 * the sequence that lead to it now. Records of deletions, undeletions and renamings are copied while they are the last
 * word on a name. One thread at a time.
 */
public final class Compaction {
    private static final long GROUP_BYTES = 8L << 20;
    private static final int GROUP_BLOCKS = 1024;
    /** Names may change hands while their blocks are copied; then those blocks are looked at again. */
    private static final int MAX_PASSES = 5;

    private final Medium medium;
    private final Index index;
    private final Copies copies;

    /** How copies get into other volumes. */
    public interface Copies {
        /** Appends durably, then changes the index. */
        void append(List<Append> blocks, Function<List<Place>, List<Change>> changes) throws IOException;

        /** Lets the index forget a volume. */
        void forget(VolumeId volume) throws IOException;

        /** A block that cannot be copied. */
        void damaged(IndexRecord entry, String what) throws IOException;
    }

    /**
     * What became of a volume.
     *
     * @param copiedBytes blocks that went to other volumes
     * @param freedBytes what the disk got back, copies already counted against it
     * @param problem why the volume is still there; null: it is gone
     */
    public record Outcome(
            long copiedBytes, long freedBytes, @Nullable String problem) {}

    /** A block to copy, and what the index is told of it; null key: nothing. */
    private record Copy(Append append, @Nullable ObjectKey key, long sequence, Place from) {}

    public Compaction(Medium medium, Index index, Copies copies) {
        this.medium = medium;
        this.index = index;
        this.copies = copies;
    }

    /** Compacts a volume that nobody appends to. */
    public Outcome run(VolumeId volume) throws IOException {
        long before = medium.length(volume);
        long copied = 0;
        String problem = null;
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            Pass one = new Pass(volume, pass == 0);
            one.run();
            copied += one.copiedBytes;
            problem = one.problem;
            if (problem != null || index.usage(volume).count() == 0) {
                break;
            }
        }
        if (problem == null && index.usage(volume).count() > 0) {
            problem = "%s: expected no names to lead to it, found %d"
                    .formatted(volume, index.usage(volume).count());
        }
        if (problem != null) {
            return new Outcome(copied, -copied, problem);
        }
        copies.forget(volume);
        medium.delete(volume);
        return new Outcome(copied, before - copied, null);
    }

    /** One walk over the volume. */
    private final class Pass {
        private final VolumeId volume;
        /** Records without data are copied once. */
        private final boolean records;

        private final VolumeScan data;
        private final List<Copy> group = new ArrayList<>();
        private long groupBytes;
        private long copiedBytes;
        private @Nullable String problem;

        Pass(VolumeId volume, boolean records) throws IOException {
            this.volume = volume;
            this.records = records;
            this.data = new VolumeScan(medium, volume);
        }

        void run() throws IOException {
            Mark mark = index.mark(volume);
            if (mark == null) {
                return;
            }
            VolumeScan.Result result =
                    new VolumeScan(medium, volume, mark.offset()).run(VolumeHeader.BYTES, 0, this::block);
            flush();
            if (!result.gaps().isEmpty() && problem == null) {
                VolumeScan.Gap gap = result.gaps().getFirst();
                problem = "%s, offset %d: expected a block, found none up to offset %d"
                        .formatted(volume, gap.start(), gap.end());
            }
        }

        private void block(VolumeScan.Block block) throws IOException {
            Copy copy = copyOf(block);
            if (copy == null) {
                return;
            }
            group.add(copy);
            groupBytes += copy.append().estimatedBytes();
            if (groupBytes >= GROUP_BYTES || group.size() >= GROUP_BLOCKS) {
                flush();
            }
        }

        private @Nullable Copy copyOf(VolumeScan.Block block) throws IOException {
            Trailer trailer = block.trailer();
            ObjectKey own = BlockChanges.key(block, trailer.name());
            return switch (Kind.of(trailer.kind())) {
                case null -> null;
                case OBJECT -> object(block, own);
                case DELETE -> records && isFreedBy(own, trailer.sequence()) ? verbatim(block, trailer) : null;
                case UNDELETE, RENAME -> records ? reference(block, own) : null;
            };
        }

        private @Nullable Copy object(VolumeScan.Block block, ObjectKey own) throws IOException {
            Place place = block.place();
            ObjectKey renamed = index.nameOf(place);
            ObjectKey key = renamed == null ? own : renamed;
            IndexRecord entry = index.find(key);
            if (entry == null || !entry.extents().contains(place)) {
                return null;
            }
            if (!data.dataIsGood(place)) {
                String what = "%s, offset %d, %s: expected data with CRC32C %08X, found other data"
                        .formatted(
                                volume,
                                place.offset(),
                                key.name(),
                                place.header().crc());
                copies.damaged(entry, what);
                problem = what;
                return null;
            }
            Trailer trailer = block.trailer().withName(key.name().getBytes(StandardCharsets.UTF_8), entry.sequence());
            return new Copy(append(place, trailer), key, entry.sequence(), place);
        }

        /** Kept while it is the last word on the new name or on the old one. */
        private @Nullable Copy reference(VolumeScan.Block block, ObjectKey own) throws IOException {
            Trailer trailer = block.trailer();
            IndexRecord entry = index.find(own);
            if (entry != null && entry.sequence() == trailer.sequence()) {
                return verbatim(
                        block,
                        trailer.withReference(new Reference(
                                entry.type(), Times.micros(entry.object().stored()), entry.extents())));
            }
            byte[] old = trailer.oldName();
            boolean lastWord = isFreedBy(own, trailer.sequence())
                    || (old != null && isFreedBy(BlockChanges.key(block, old), trailer.sequence()));
            return lastWord ? verbatim(block, trailer) : null;
        }

        private boolean isFreedBy(ObjectKey key, long sequence) throws IOException {
            Freed freed = index.freed(key);
            return freed != null && freed.sequence() == sequence;
        }

        private Copy verbatim(VolumeScan.Block block, Trailer trailer) {
            return new Copy(append(block.place(), trailer), null, 0, block.place());
        }

        private Append append(Place place, Trailer trailer) {
            return Append.copy(
                    place.header(),
                    new BlockData.Region(
                            (target, at) -> medium.read(volume, target, at),
                            place.dataOffset(),
                            place.header().storedBytes()),
                    trailer);
        }

        private void flush() throws IOException {
            if (group.isEmpty()) {
                return;
            }
            List<Copy> now = List.copyOf(group);
            group.clear();
            groupBytes = 0;
            copies.append(now.stream().map(Copy::append).toList(), places -> {
                List<Change> changes = new ArrayList<>();
                for (int i = 0; i < now.size(); i++) {
                    Copy copy = now.get(i);
                    copiedBytes += places.get(i).bytes();
                    if (copy.key() != null) {
                        changes.add(new Change.Relocate(
                                copy.key(), copy.sequence(), List.of(copy.from()), List.of(places.get(i))));
                    }
                }
                return changes;
            });
        }
    }
}
