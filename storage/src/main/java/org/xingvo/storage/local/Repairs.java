package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeMedium;

/**
 * Puts good bytes where damaged ones are. A copy of a volume has the very same block at the same place, so it is written
 * over the damaged one, after its header, data and trailer were compared with their checksums. One thread at a time for
 * one collection.
 */
public final class Repairs {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int PAGE = 1000;

    private final VolumeMedium medium;
    private final Index index;
    private final IndexWriter indexWriter;
    private final VolumeHolds holds;

    Repairs(VolumeMedium medium, Index index, IndexWriter indexWriter, VolumeHolds holds) {
        this.medium = medium;
        this.index = index;
        this.indexWriter = indexWriter;
        this.holds = holds;
    }

    /** Where good bytes may be: a copy of the volumes. */
    public interface Copy {
        /** Fills the buffer from a volume of the copy; an exception when the copy has not got it or knows it to be bad. */
        void read(int number, int generation, ByteBuffer target, long position) throws IOException;
    }

    /**
     * What a repair did.
     *
     * @param repaired objects that are whole again
     * @param left a sentence for each that is not
     */
    public record Report(long repaired, List<String> left) {}

    /** Repairs every object of a collection that is known to be damaged. */
    public Report run(CollectionId collection, Copy copy) throws IOException {
        long repaired = 0;
        List<String> left = new ArrayList<>();
        try (VolumeHolds.Hold _ = holds.keepForCopy(collection)) {
            String after = null;
            List<Damage> page;
            do {
                page = index.damages(collection, after, PAGE);
                for (Damage damage : page) {
                    after = damage.key().name();
                    String problem = repair(damage, copy);
                    if (problem == null) {
                        repaired++;
                        LOG.info("repaired: {}", damage.key().name());
                        Appender.await(indexWriter.change(List.of(new Change.Sound(damage.key()))));
                    } else {
                        left.add("%s: %s".formatted(damage.key().name(), problem));
                    }
                }
            } while (page.size() == PAGE);
        }
        return new Report(repaired, left);
    }

    /** Null: it is whole again. */
    private @Nullable String repair(Damage damage, Copy copy) throws IOException {
        IndexRecord entry = index.find(damage.key());
        if (entry == null) {
            return "expected to be there, found deleted";
        }
        for (Place place : entry.extents()) {
            try {
                String problem = check(place, copy);
                if (problem != null) {
                    return problem;
                }
            } catch (StorageException | IOException e) {
                return "the copy does not give it: " + e.getMessage();
            }
        }
        for (Place place : entry.extents()) {
            write(place, copy);
        }
        return null;
    }

    private static @Nullable String check(Place place, Copy copy) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(BlockHeader.BYTES);
        read(place, copy, head, place.offset());
        BlockHeader header = BlockHeader.decode(head.flip());
        BlockHeader wanted = place.header();
        if (header.id() != wanted.id()
                || header.crc() != wanted.crc()
                || header.storedBytes() != wanted.storedBytes()) {
            return "%s, offset %d: expected its block in the copy, found another"
                    .formatted(place.volume(), place.offset());
        }
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = place.dataOffset(); at < place.trailerOffset(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, place.trailerOffset() - at));
            read(place, copy, chunk, at);
            crc.update(chunk.flip());
        }
        if ((int) crc.getValue() != wanted.crc()) {
            return "%s, offset %d: expected CRC32C %08X in the copy, found %08X"
                    .formatted(place.volume(), place.offset(), wanted.crc(), (int) crc.getValue());
        }
        ByteBuffer trailer = ByteBuffer.allocate(place.trailerBytes());
        read(place, copy, trailer, place.trailerOffset());
        return Trailer.decode(header, trailer.flip()) == null
                ? "%s, offset %d: expected a good trailer in the copy, found none"
                        .formatted(place.volume(), place.trailerOffset())
                : null;
    }

    private void write(Place place, Copy copy) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = place.offset(); at < place.end(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, place.end() - at));
            read(place, copy, chunk, at);
            medium.mend(place.volume(), at, chunk.flip());
        }
        medium.mended(place.volume());
    }

    private static void read(Place place, Copy copy, ByteBuffer target, long position) throws IOException {
        copy.read(place.volume().number(), place.volume().generation(), target, position);
    }
}
