package org.xingvo.storage.volume;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;

/**
 * Where the data is that an UNDELETE or RENAME record gives a name to, or a DELETE takes it from
 * (docs/storage-format.md, "Reference"). It was right
 * when the record was written; a block of the same name and sequence, left by a compaction, is newer. Immutable.
 *
 * @param type code of the registry of types
 * @param storedMicros when the object was put, microseconds since 1970
 * @param extents the object's bytes in order, at least one place
 */
public record Reference(int type, long storedMicros, List<Place> extents) {
    private static final int FIXED_BYTES = 12;

    public Reference {
        extents = List.copyOf(extents);
    }

    /** Length of {@link #encode}. */
    int bytes() {
        return FIXED_BYTES + extents.size() * Place.BYTES;
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(bytes());
        out.putShort((short) type).putShort((short) extents.size()).putLong(storedMicros);
        extents.forEach(place -> place.encode(out));
        return out.array();
    }

    /** Null if the bytes do not fit. */
    static @Nullable Reference decode(CollectionId collection, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < FIXED_BYTES + Place.BYTES) {
            return null;
        }
        int type = Short.toUnsignedInt(in.getShort());
        int n = Short.toUnsignedInt(in.getShort());
        long stored = in.getLong();
        if (bytes.length != FIXED_BYTES + n * Place.BYTES) {
            return null;
        }
        List<Place> extents = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            extents.add(Place.decode(in, collection, type));
        }
        return new Reference(type, stored, extents);
    }
}
