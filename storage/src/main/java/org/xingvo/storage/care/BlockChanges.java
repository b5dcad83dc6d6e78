package org.xingvo.storage.care;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.Reference;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeScan;

/** What a block found in a volume means to the index. */
final class BlockChanges {
    private BlockChanges() {}

    /** Null if the block is of a kind that this program does not know, or does not hold what its kind must. */
    static @Nullable Change of(VolumeScan.Block block) {
        Trailer trailer = block.trailer();
        ObjectKey key = key(block, trailer.name());
        Kind kind = Kind.of(trailer.kind());
        return switch (kind) {
            case null -> null;
            case OBJECT ->
                new Change.Found(
                        entry(
                                key,
                                trailer,
                                trailer.timeMicros(),
                                block.place().header().type(),
                                List.of(block.place())),
                        trailer.extent(),
                        trailer.extents());
            case DELETE -> new Change.Remove(key, trailer.sequence(), referred(key, trailer));
            case UNDELETE -> {
                IndexRecord entry = referred(key, trailer);
                yield entry == null ? null : new Change.Put(entry, false);
            }
            case RENAME -> {
                IndexRecord entry = referred(key, trailer);
                byte[] old = trailer.oldName();
                yield entry == null || old == null ? null : new Change.Move(key(block, old), entry);
            }
        };
    }

    static ObjectKey key(VolumeScan.Block block, byte[] name) {
        return new ObjectKey(block.place().volume().collection(), new String(name, StandardCharsets.UTF_8));
    }

    private static @Nullable IndexRecord referred(ObjectKey key, Trailer trailer) {
        Reference reference = trailer.reference();
        return reference == null
                ? null
                : entry(key, trailer, reference.storedMicros(), reference.type(), reference.extents());
    }

    private static IndexRecord entry(
            ObjectKey key, Trailer trailer, long storedMicros, int type, List<org.xingvo.storage.volume.Place> places) {
        StoredObject object = new StoredObject(
                key,
                trailer.objectBytes(),
                trailer.mediaType(),
                trailer.sha256(),
                trailer.md5(),
                Times.instant(storedMicros));
        return new IndexRecord(object, trailer.sequence(), type, places);
    }
}
