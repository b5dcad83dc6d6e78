package org.xingvo.server.jobs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.uws.JobFiles;
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

/** Files of jobs in a collection of the store that is theirs alone. Thread-safe. */
public final class StoredJobFiles implements JobFiles {
    private static final Logger log = LoggerFactory.getLogger(StoredJobFiles.class);

    /** No SQL identifier, so no catalogued collection has this name. */
    static final String COLLECTION = "xing.jobs";

    /** A serial that is never given to another collection. */
    static final CollectionId ID = CollectionId.of(0, 0x7FFF, 1, 15);

    /** Of all results together; operators may set another quota. */
    private static final long QUOTA_BYTES = 64L << 30;

    /** Small, so that a volume is soon full of what nobody wants any more and can be removed. */
    private static final long VOLUME_BYTES = 1L << 30;

    private static final int PAGE = 1000;

    private final Store store;

    public StoredJobFiles(Store store) {
        this.store = store;
    }

    @Override
    public long put(String name, String mediaType, Content content) throws IOException {
        ensureCollection();
        try {
            return Handover.through(
                    content,
                    in -> store.put(PutRequest.replace(new ObjectKey(ID, name), mediaType), in)
                            .sizeBytes());
        } catch (StorageException refused) {
            throw told(refused);
        }
    }

    /** What a user is told when the store takes no more. */
    private static RuntimeException told(StorageException refused) {
        return switch (refused) {
            case StorageException.QuotaExceeded e -> noRoom(e);
            case StorageException.NoSpace e -> noRoom(e);
            case StorageException.TooLarge e -> noRoom(e);
            default -> refused;
        };
    }

    private static DaliFault noRoom(StorageException e) {
        log.warn("A result of a job is not kept: {}", e.getMessage());
        return new DaliFault(
                DaliFault.Kind.OVERLOADED,
                "There is no room for the result; ask for fewer rows, or come again later",
                e);
    }

    @Override
    public void removeAll(String prefix) throws IOException {
        if (store.findCollection(COLLECTION).isEmpty()) {
            return;
        }
        try {
            List<StoredObject> page;
            do {
                page = store.list(ID, prefix, null, PAGE);
                for (StoredObject object : page) {
                    store.delete(object.key());
                }
            } while (page.size() == PAGE);
        } catch (StorageException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Optional<InputStream> read(String name) throws IOException {
        ObjectReader reader = open(name).orElse(null);
        if (reader == null) {
            return Optional.empty();
        }
        InputStream bytes = reader.stream(new ByteRange(0, reader.object().sizeBytes()));
        return Optional.of(new FilterInputStream(bytes) {
            @Override
            public void close() throws IOException {
                try (reader) {
                    in.close();
                }
            }
        });
    }

    /** A file, to be closed by the receiver. */
    Optional<ObjectReader> open(String name) throws IOException {
        return store.findCollection(COLLECTION).isEmpty() ? Optional.empty() : store.open(new ObjectKey(ID, name));
    }

    private void ensureCollection() throws IOException {
        if (store.findCollection(COLLECTION).isEmpty()) {
            store.createCollection(
                    ID,
                    new CollectionSettings(
                            COLLECTION,
                            StoreConfig.Durability.FSYNC,
                            false,
                            QUOTA_BYTES,
                            VOLUME_BYTES,
                            Map.of(Gate.READERS, "")));
        }
    }
}
