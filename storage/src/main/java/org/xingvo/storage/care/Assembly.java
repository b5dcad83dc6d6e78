package org.xingvo.storage.care;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeScan;

/** Puts the blocks of one volume, in their order, together to changes of the index. One thread at a time. */
final class Assembly {
    private final CollectionId collection;
    private final List<Place> extents = new ArrayList<>();
    private long sequence;

    Assembly(CollectionId collection) {
        this.collection = collection;
    }

    /** The change that this block completes; null while extents are missing or if the block is of no known kind. */
    @Nullable
    Change add(VolumeScan.Block block) {
        Trailer trailer = block.trailer();
        ObjectKey key = new ObjectKey(collection, new String(trailer.name(), StandardCharsets.UTF_8));
        if (trailer.kind() == Kind.DELETE.code()) {
            return new Change.Remove(key, trailer.sequence());
        }
        if (trailer.kind() != Kind.OBJECT.code()) {
            return null;
        }
        if (trailer.sequence() != sequence) {
            extents.clear();
            sequence = trailer.sequence();
        }
        if (trailer.extent() != extents.size()) {
            return null;
        }
        extents.add(block.place());
        if (extents.size() < trailer.extents()) {
            return null;
        }
        StoredObject object = new StoredObject(
                key,
                trailer.objectBytes(),
                trailer.mediaType(),
                trailer.sha256(),
                trailer.md5(),
                Times.instant(trailer.timeMicros()));
        return new Change.Put(
                new IndexRecord(object, sequence, block.place().header().type(), extents));
    }
}
