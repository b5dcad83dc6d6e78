package org.xingvo.storage.copy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.local.LocalStore;

/** A collection of an open store, which others may write to. No volume of it is compacted while this is open. */
public final class LocalSource implements VolumeSource {
    private final LocalStore store;
    private final CollectionId collection;
    private final AutoCloseable hold;

    private LocalSource(LocalStore store, CollectionId collection, AutoCloseable hold) {
        this.store = store;
        this.collection = collection;
        this.hold = hold;
    }

    public static LocalSource open(LocalStore store, CollectionId collection) throws IOException {
        return new LocalSource(store, collection, store.holdVolumes(collection));
    }

    /** The volumes of a collection with what is durable and indexed of them. */
    public static List<VolumeState> states(LocalStore store, CollectionId collection) throws IOException {
        return store.marks(collection).stream()
                .map(mark ->
                        new VolumeState(mark.volume().number(), mark.volume().generation(), mark.offset()))
                .toList();
    }

    /** Fills the buffer from a volume. */
    public static void readFully(
            LocalStore store, CollectionId collection, VolumeState volume, ByteBuffer target, long position)
            throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int n = store.readVolume(collection, volume.number(), volume.generation(), target, at);
            if (n < 0) {
                throw new EOFException("collection %s, %s: expected %,d bytes more at offset %d, found the end"
                        .formatted(collection.hex(), volume, target.remaining(), at));
            }
            at += n;
        }
    }

    @Override
    public String where() {
        return "the store";
    }

    @Override
    public CollectionId collection() {
        return collection;
    }

    @Override
    public CollectionSettings settings() {
        return store.settings(collection);
    }

    @Override
    public List<VolumeState> volumes() throws IOException {
        return states(store, collection);
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        readFully(store, collection, volume, target, position);
    }

    @Override
    public void close() throws IOException {
        try {
            hold.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StorageException.Unusable(String.valueOf(e.getMessage()));
        }
    }
}
