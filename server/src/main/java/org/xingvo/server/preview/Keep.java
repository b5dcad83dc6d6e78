package org.xingvo.server.preview;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.preview.Previewer;
import org.xingvo.server.xs.Gate;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;

/**
 * Pictures that were made, and files of which none can be made, by what they were made of: new bytes have a new name
 * here, so nothing is ever wrong, and all of it may be lost. Thread-safe.
 */
final class Keep {
    private static final Logger log = LoggerFactory.getLogger(Keep.class);

    /** No SQL identifier, so no catalogued collection has this name. */
    static final String COLLECTION = "xing.previews";

    /** A serial that is never given to another collection. */
    private static final CollectionId ID = CollectionId.of(0, 0x7FFF, 0, 15);

    /** Pictures beyond this are made anew each time; operators may set another quota. */
    private static final long QUOTA_BYTES = 4L << 30;

    private static final String PNG = "image/png";
    private static final String NONE = "text/plain";

    private final Store store;

    Keep(Store store) {
        this.store = store;
    }

    /** A picture, or why there is none; one of them is null. */
    record Kept(byte @Nullable [] png, String why) {}

    /** The name of a picture: of what bytes, under which file name, how large, drawn by which version. */
    static String name(StoredObject source, String fileName, int size) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(source.sha256());
            sha256.update(fileName.getBytes(StandardCharsets.UTF_8));
            sha256.update((":" + size + ":" + Previewer.VERSION).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    Kept find(String name) throws IOException {
        if (store.findCollection(COLLECTION).isEmpty()) {
            return null;
        }
        try {
            Optional<ObjectReader> found = store.open(new ObjectKey(ID, name));
            if (found.isEmpty()) {
                return null;
            }
            try (ObjectReader reader = found.get();
                    InputStream in =
                            reader.stream(new ByteRange(0, reader.object().sizeBytes()))) {
                byte[] bytes = in.readAllBytes();
                return reader.object().mediaType().equals(PNG)
                        ? new Kept(bytes, "")
                        : new Kept(null, new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (StorageException e) {
            log.warn("A kept preview cannot be read, it is made again: {}", e.getMessage());
            return null;
        }
    }

    /** True when there is a picture, or it is known that there is none. */
    boolean has(String name) throws IOException {
        return store.findCollection(COLLECTION).isPresent()
                && store.head(new ObjectKey(ID, name)).isPresent();
    }

    /** True when it is known that there is no picture. */
    boolean isRefused(String name) throws IOException {
        return store.findCollection(COLLECTION).isPresent()
                && store.head(new ObjectKey(ID, name))
                        .filter(object -> object.mediaType().equals(NONE))
                        .isPresent();
    }

    /** Keeps it if there is room; if not, it is made again next time. */
    void put(String name, Kept kept) throws IOException {
        byte[] bytes = kept.png == null ? kept.why.getBytes(StandardCharsets.UTF_8) : kept.png;
        try {
            if (store.findCollection(COLLECTION).isEmpty()) {
                store.createCollection(
                        ID,
                        new CollectionSettings(
                                COLLECTION,
                                StoreConfig.Durability.OS,
                                false,
                                QUOTA_BYTES,
                                0,
                                Map.of(Gate.READERS, "")));
            }
            store.put(
                    PutRequest.replace(new ObjectKey(ID, name), kept.png == null ? NONE : PNG)
                            .withLength(bytes.length),
                    new ByteArrayInputStream(bytes));
        } catch (StorageException e) {
            log.debug("A preview is not kept: {}", e.getMessage());
        }
    }
}
