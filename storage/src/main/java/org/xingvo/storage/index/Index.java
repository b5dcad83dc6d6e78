package org.xingvo.storage.index;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;

/** Name to record. Reads from any thread; changes from one thread at a time, each list in one transaction. */
public interface Index extends AutoCloseable {

    @Nullable
    IndexRecord find(ObjectKey key) throws IOException;

    /** Records of a collection in byte order of names, as {@link org.xingvo.storage.Store#list}. */
    List<IndexRecord> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException;

    /** What is known of a name that was freed; null if it is in use or never was. */
    @Nullable
    Freed freed(ObjectKey key) throws IOException;

    /** The name that leads to a block if it is not the one in its trailer. */
    @Nullable
    ObjectKey nameOf(Place place) throws IOException;

    Usage usage(CollectionId collection) throws IOException;

    Usage usage(VolumeId volume) throws IOException;

    /** Objects known to be damaged, in byte order of names. */
    List<Damage> damages(CollectionId collection, @Nullable String after, int limit) throws IOException;

    @Nullable
    Mark mark(VolumeId volume) throws IOException;

    /** Every volume that has a mark. */
    List<VolumeId> marked() throws IOException;

    /** How far every volume of a collection is indexed, all of one moment. */
    List<Mark> marks(CollectionId collection) throws IOException;

    /** Highest sequence number the index has heard of. */
    long lastSequence() throws IOException;

    /** Whether every volume was read into it: false for a new index and for one whose making was cut short. */
    boolean complete() throws IOException;

    /** Applies changes that are newer than all the index knows of their names. */
    void apply(List<Change> changes, long lastSequence) throws IOException;

    /** Applies changes found in volumes, in any order: of two for one name the one with the higher sequence stays. */
    void replay(List<Change> changes, long lastSequence) throws IOException;

    /** All volumes were replayed. */
    void completed() throws IOException;

    /**
     * Holds the present state so that {@link #keepHeld} can make it durable while changes go on. To be called by the
     * thread that changes the index, between two changes.
     */
    void hold() throws IOException;

    /** Makes the held state durable: a power loss takes the index back to it, not further. From any thread. */
    void keepHeld() throws IOException;

    /** Makes everything durable. */
    void sync() throws IOException;

    @Override
    void close();
}
