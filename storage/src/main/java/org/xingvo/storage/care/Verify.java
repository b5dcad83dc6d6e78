package org.xingvo.storage.care;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeScan;

/**
 * Reads every byte of the volumes and compares them with the index. One thread at a time; for a store that nobody
 * changes meanwhile. Memory grows with the names that were deleted.
 */
public final class Verify {
    private static final int PAGE = 1000;
    private static final int MAX_PROBLEMS = 10_000;

    private final Medium medium;
    private final Index index;
    private final List<String> problems = new ArrayList<>();
    /** Names that a volume has and the index has not: sequence of the last put and of the last delete. */
    private final Map<ObjectKey, long[]> missing = new HashMap<>();

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

    private Verify(Medium medium, Index index) {
        this.medium = medium;
        this.index = index;
    }

    public static Report run(Medium medium, Index index) throws IOException {
        Verify verify = new Verify(medium, index);
        for (CollectionId collection : medium.collections()) {
            for (VolumeId volume : medium.volumes(collection)) {
                verify.volume(volume);
            }
            verify.records(collection);
        }
        verify.missing.forEach((key, sequences) -> {
            if (sequences[0] > sequences[1]) {
                verify.problem(
                        "index, %s: expected a record of sequence %d, found none".formatted(key.name(), sequences[0]));
            }
        });
        return new Report(verify.volumes, verify.blocks, verify.objects, List.copyOf(verify.problems));
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
            if (medium.length(volume) > VolumeHeader.BYTES) {
                problem("index, %s: expected to be indexed, found no mark".formatted(volume));
            }
            return;
        }
        if (medium.length(volume) < mark.offset()) {
            problem("%s: expected %,d bytes, found %,d".formatted(volume, mark.offset(), medium.length(volume)));
        }
        VolumeScan scan = new VolumeScan(medium, volume, mark.offset());
        VolumeScan data = new VolumeScan(medium, volume, mark.offset());
        Assembly assembly = new Assembly(volume.collection());
        VolumeScan.Result result = scan.run(VolumeHeader.BYTES, 0, block -> block(block, data, assembly));
        for (VolumeScan.Gap gap : result.gaps()) {
            problem("%s, offset %d: expected a block, found none up to offset %d"
                    .formatted(volume, gap.start(), gap.end()));
        }
        if (result.end() < mark.offset()) {
            problem("%s, offset %d: expected good blocks up to offset %d, found none"
                    .formatted(volume, result.end(), mark.offset()));
        }
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

    private void block(VolumeScan.Block block, VolumeScan data, Assembly assembly) throws IOException {
        blocks++;
        Place place = block.place();
        if (!data.dataIsGood(place)) {
            problem("%s, offset %d: expected data with CRC32C %08X, found other data"
                    .formatted(place.volume(), place.offset(), place.header().crc()));
        }
        if (place.header().flag() != 0) {
            problem("%s, offset %d: expected flag 0, found %d"
                    .formatted(place.volume(), place.offset(), place.header().flag()));
        }
        padding(place);
        switch (assembly.add(block)) {
            case Change.Put(IndexRecord found) -> compare(found);
            case Change.Remove(ObjectKey key, long sequence) -> removed(key, sequence);
            case Change.Advance ignored -> {}
            case null -> {}
        }
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

    private void compare(IndexRecord found) throws IOException {
        ObjectKey key = found.object().key();
        try {
            IndexRecord known = index.find(key);
            if (known == null) {
                long[] sequences = missing.computeIfAbsent(key, k -> new long[2]);
                sequences[0] = Math.max(sequences[0], found.sequence());
            } else if (known.sequence() < found.sequence()
                    || (known.sequence() == found.sequence() && !known.extents().equals(found.extents()))) {
                problem("index, %s: expected sequence %d at %s, found sequence %d at %s"
                        .formatted(key.name(), found.sequence(), found.extents(), known.sequence(), known.extents()));
            }
        } catch (StorageException.Damaged e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private void removed(ObjectKey key, long sequence) throws IOException {
        try {
            IndexRecord known = index.find(key);
            if (known == null) {
                long[] sequences = missing.computeIfAbsent(key, k -> new long[2]);
                sequences[1] = Math.max(sequences[1], sequence);
            } else if (known.sequence() < sequence) {
                problem("index, %s: expected no record since sequence %d, found sequence %d"
                        .formatted(key.name(), sequence, known.sequence()));
            }
        } catch (StorageException.Damaged e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    /** Every record must have its blocks. */
    private void records(CollectionId collection) throws IOException {
        String after = null;
        try {
            while (true) {
                List<IndexRecord> page = index.list(collection, "", after, PAGE);
                for (IndexRecord entry : page) {
                    objects++;
                    record(entry);
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
        for (Place place : entry.extents()) {
            try {
                VolumeScan.Block block = new VolumeScan(medium, place.volume()).blockAt(place.offset(), 0);
                if (block == null || block.trailer().sequence() != entry.sequence()) {
                    problem("%s, offset %d, %s: expected its block of sequence %d, found %s"
                            .formatted(
                                    place.volume(),
                                    place.offset(),
                                    entry.object().key().name(),
                                    entry.sequence(),
                                    block == null
                                            ? "none"
                                            : "sequence " + block.trailer().sequence()));
                }
            } catch (StorageException.Damaged e) {
                problem(String.valueOf(e.getMessage()));
            }
        }
    }
}
