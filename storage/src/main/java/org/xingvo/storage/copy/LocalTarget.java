package org.xingvo.storage.copy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.local.Imports;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.volume.VolumeId;

/** A copy in an open store, which serves what was taken in by the last run that came to its end. */
public final class LocalTarget implements VolumeTarget {
    private final LocalStore store;
    private final boolean mirror;
    private @Nullable CollectionId collection;

    /**
     * A copy in a store.
     *
     * @param mirror the copy is only read here and may be brought up to date again; false: it is the store's own when
     *     it is whole
     */
    public LocalTarget(LocalStore store, boolean mirror) {
        this.store = store;
        this.mirror = mirror;
    }

    @Override
    public String where() {
        return "the store";
    }

    @Override
    public List<VolumeState> begin(CollectionId id, CollectionSettings settings) throws IOException {
        Imports imports = store.imports();
        try {
            imports.begin(id, settings);
        } catch (StorageException.AlreadyExists e) {
            throw new CopyException(String.valueOf(e.getMessage()));
        }
        collection = id;
        List<VolumeState> held = new ArrayList<>();
        for (VolumeId volume : imports.volumes(id)) {
            held.add(new VolumeState(volume.number(), volume.generation(), imports.bytes(volume)));
        }
        return held;
    }

    private VolumeId id(VolumeState volume) {
        return new VolumeId(Objects.requireNonNull(collection), volume.number(), volume.generation());
    }

    @Override
    public long usableBytes() throws IOException {
        return store.imports().usableBytes();
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int n = store.imports().read(id(volume), target, at);
            if (n < 0) {
                throw new EOFException("%s: expected %,d bytes more at offset %d, found the end"
                        .formatted(volume, target.remaining(), at));
            }
            at += n;
        }
    }

    @Override
    public void append(VolumeState volume, ByteBuffer bytes) throws IOException {
        store.imports().receive(id(volume), volume.bytes(), bytes);
    }

    @Override
    public void finish(List<VolumeState> whole) throws IOException {
        store.imports()
                .finish(
                        Objects.requireNonNull(collection),
                        whole.stream().map(this::id).toList());
        if (!mirror) {
            store.imports().release(Objects.requireNonNull(collection));
        }
    }

    @Override
    public void close() {}
}
