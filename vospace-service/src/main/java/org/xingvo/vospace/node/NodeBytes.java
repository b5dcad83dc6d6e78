package org.xingvo.vospace.node;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;

/**
 * Where the bytes of a data node are and what is known of them. Immutable; the digests must not be changed.
 *
 * @param key their name in the store
 * @param size in bytes
 * @param md5 16 bytes; null: ask the store
 * @param sha256 of the only bytes that the caller may have; null: of whatever is there
 * @param table what became of them in TAP; null: nothing, or nothing yet
 */
public record NodeBytes(
        ObjectKey key,
        long size,
        String mediaType,
        byte @Nullable [] md5,
        byte @Nullable [] sha256,
        @Nullable NodeTable table) {

    /** Bytes that are no table. */
    public NodeBytes(ObjectKey key, long size, String mediaType, byte @Nullable [] md5, byte @Nullable [] sha256) {
        this(key, size, mediaType, md5, sha256, null);
    }

    /** Bytes that may be had whatever they are by now. */
    public NodeBytes(ObjectKey key, long size, String mediaType, byte @Nullable [] md5) {
        this(key, size, mediaType, md5, null);
    }

    /**
     * True if what the store has now may be given to who may have these bytes: who may see a file may not see what took its
     * place until the catalogue knows it.
     */
    public boolean cover(StoredObject there) {
        return sha256 == null || Arrays.equals(sha256, there.sha256());
    }

    /** The MD5 in lower-case hex; null: ask the store. */
    public @Nullable String md5Hex() {
        return md5 == null ? null : HexFormat.of().formatHex(md5);
    }
}
