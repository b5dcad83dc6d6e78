package org.xingvo.storage.care;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Freed;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeScan;

/**
 * Reads every byte of the volumes up to their marks and compares them with the index, while others read and write. One
 * thread at a time.
 */
public final class Verify {
    private static final int PAGE = 1000;
    private static final int MAX_PROBLEMS = 10_000;

    private final Medium medium;
    private final Index index;
    private final Pace pace;
    private final Findings findings;
    private final List<String> problems = new ArrayList<>();

    private long volumes;
    private long blocks;
    private long objects;

    /**
     * What was found.
     *
     * @param volumes read
     * @param blocks read, good ones
     * @param objects in the index
     * @param problems a sentence each: what, where, expected, found; at most 10,000
     */
    public record Report(long volumes, long blocks, long objects, List<String> problems) {}

    /** Called before bytes are read; may wait, or end the work with an exception. */
    @FunctionalInterface
    public interface Pace {
        void before(long bytes) throws IOException;
    }

    /** Told what was found of objects, by name. */
    public interface Findings {
        void damaged(IndexRecord entry, String what);

        Findings NONE = (entry, what) -> {};
    }

    public Verify(Medium medium, Index index, Pace pace, Findings findings) {
        this.medium = medium;
        this.index = index;
        this.pace = pace;
        this.findings = findings;
    }

    /** Everything of some collections. */
    public Report run(List<CollectionId> collections) throws IOException {
        for (CollectionId collection : collections) {
            for (VolumeId volume : medium.volumes(collection)) {
                if (medium.pin(volume)) {
                    try {
                        volume(volume);
                    } finally {
                        medium.unpin(volume);
                    }
                }
            }
            records(collection);
        }
        return new Report(volumes, blocks, objects, List.copyOf(problems));
    }

    private void problem(String sentence) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(sentence);
        }
    }

    private void volume(VolumeId volume) throws IOException {
        volumes++;
        header(volume);
        Mark mark;
        try {
            mark = index.mark(volume);
        } catch (StorageException.Damaged e) {
            problem(String.valueOf(e.getMessage()));
            return;
        }
        if (mark == null) {
            // a volume that is being made has none yet
            if (medium.length(volume) > VolumeHeader.BYTES && !medium.isOpen(volume)) {
                problem("index, %s: expected to be indexed, found no mark".formatted(volume));
            }
            return;
        }
        if (medium.length(volume) < mark.offset()) {
            problem("%s: expected %,d bytes, found %,d".formatted(volume, mark.offset(), medium.length(volume)));
        }
        VolumeScan scan = new VolumeScan(medium, volume, mark.offset());
        VolumeScan data = new VolumeScan(medium, volume, mark.offset());
        VolumeScan.Result result = scan.run(VolumeHeader.BYTES, 0, block -> block(block, data));
        for (VolumeScan.Gap gap : result.gaps()) {
            gap(volume, gap.start(), gap.end());
        }
        if (result.end() < mark.offset()) {
            gap(volume, result.end(), mark.offset());
        }
    }

    /** No block can be read there: which objects it held, only the index can tell. */
    private void gap(VolumeId volume, long start, long end) throws IOException {
        String what = "%s, offset %d: expected a block, found none up to offset %d".formatted(volume, start, end);
        problem(what);
        every(volume.collection(), entry -> {
            if (entry.extents().stream()
                    .anyMatch(place -> place.volume().equals(volume) && place.offset() < end && place.end() > start)) {
                findings.damaged(entry, what);
            }
        });
    }

    private void header(VolumeId volume) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(VolumeHeader.BYTES);
        while (bytes.hasRemaining() && medium.read(volume, bytes, bytes.position()) > 0) {
            // until the header is there
        }
        try {
            VolumeHeader.decode(bytes.flip(), volume.toString());
        } catch (StorageException e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private void block(VolumeScan.Block block, VolumeScan data) throws IOException {
        Place place = block.place();
        pace.before(place.bytes());
        blocks++;
        if (!data.dataIsGood(place)) {
            IndexRecord entry = leadingTo(block);
            String what = "%s, offset %d, %s: expected data with CRC32C %08X, found other data"
                    .formatted(
                            place.volume(),
                            place.offset(),
                            entry == null ? "of no file" : entry.object().key().name(),
                            place.header().crc());
            problem(what);
            if (entry != null) {
                findings.damaged(entry, what);
            }
        }
        if (place.header().flag() != 0) {
            problem("%s, offset %d: expected flag 0, found %d"
                    .formatted(place.volume(), place.offset(), place.header().flag()));
        }
        padding(place);
        try {
            switch (BlockChanges.of(block)) {
                case Change.Found(IndexRecord entry, int extent, int extents) ->
                    known(entry.object().key(), entry.sequence(), extents > 1);
                case Change.Put(IndexRecord entry, boolean own) ->
                    known(entry.object().key(), entry.sequence(), false);
                case Change.Move(ObjectKey from, IndexRecord entry) -> {
                    known(from, entry.sequence(), false);
                    known(entry.object().key(), entry.sequence(), false);
                }
                case Change.Remove(ObjectKey key, long sequence, var ignored) -> known(key, sequence, false);
                case null ->
                    problem("%s, offset %d: expected a kind up to 4, found %d"
                            .formatted(
                                    place.volume(),
                                    place.offset(),
                                    block.trailer().kind()));
                default -> {}
            }
        } catch (StorageException.Damaged e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable IndexRecord leadingTo(VolumeScan.Block block) throws IOException {
        ObjectKey renamed = index.nameOf(block.place());
        IndexRecord entry = index.find(
                renamed == null ? BlockChanges.key(block, block.trailer().name()) : renamed);
        return entry != null && entry.extents().contains(block.place()) ? entry : null;
    }

    private void padding(Place place) throws IOException {
        long from = place.trailerOffset() + place.trailerBytes();
        ByteBuffer padding = ByteBuffer.allocate((int) (place.end() - from));
        while (padding.hasRemaining() && medium.read(place.volume(), padding, from + padding.position()) > 0) {
            // until it is there
        }
        for (int i = 0; i < padding.capacity(); i++) {
            if (padding.get(i) != 0) {
                problem("%s, offset %d: expected padding of zeros, found %02X"
                        .formatted(place.volume(), from + i, padding.get(i)));
            }
        }
    }

    /**
     * The index must have heard of a change, or of a later one of the same name.
     *
     * @param perhapsUnfinished one extent of several: the others may never have come
     */
    private void known(ObjectKey key, long sequence, boolean perhapsUnfinished) throws IOException {
        IndexRecord entry = index.find(key);
        long known = entry == null ? 0 : entry.sequence();
        if (known == 0) {
            Freed freed = index.freed(key);
            known = freed == null ? 0 : freed.sequence();
        }
        if (known < sequence && !perhapsUnfinished) {
            problem("index, %s: expected to know of sequence %d, found %s"
                    .formatted(key.name(), sequence, known == 0 ? "nothing" : "sequence " + known));
        }
    }

    /** Every record must have its blocks. */
    private void records(CollectionId collection) throws IOException {
        every(collection, entry -> {
            objects++;
            record(entry);
        });
    }

    /** What is done with a record. */
    private interface Visitor {
        void entry(IndexRecord entry) throws IOException;
    }

    private void every(CollectionId collection, Visitor visitor) throws IOException {
        String after = null;
        try {
            while (true) {
                List<IndexRecord> page = index.list(collection, "", after, PAGE);
                for (IndexRecord entry : page) {
                    visitor.entry(entry);
                }
                if (page.size() < PAGE) {
                    return;
                }
                after = page.getLast().object().key().name();
            }
        } catch (StorageException.Damaged e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private void record(IndexRecord entry) throws IOException {
        for (int i = 0; i < entry.extents().size(); i++) {
            Place place = entry.extents().get(i);
            String what = missing(entry, i, place);
            IndexRecord now = index.find(entry.object().key());
            if (what != null && now != null && now.extents().equals(entry.extents())) {
                problem(what);
                findings.damaged(entry, what);
            }
        }
    }

    /** A sentence if the block of an extent is not there. */
    private @Nullable String missing(IndexRecord entry, int extent, Place place) throws IOException {
        try {
            VolumeScan.Block block = new VolumeScan(medium, place.volume()).blockAt(place.offset(), 0);
            if (block != null
                    && Arrays.equals(block.trailer().sha256(), entry.object().sha256())
                    && block.trailer().extent() == extent
                    && block.place().equals(place)) {
                return null;
            }
            return "%s, offset %d, %s: expected its block, found %s"
                    .formatted(
                            place.volume(),
                            place.offset(),
                            entry.object().key().name(),
                            block == null ? "none with a good CRC32C" : "another");
        } catch (StorageException.Damaged e) {
            return String.valueOf(e.getMessage());
        }
    }
}
