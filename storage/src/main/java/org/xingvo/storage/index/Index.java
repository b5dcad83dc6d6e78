package org.xingvo.storage.index;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.volume.VolumeId;

/** Name to record. Reads from any thread; changes from one thread at a time, each list in one transaction. */
public interface Index extends AutoCloseable {

    @Nullable
    IndexRecord find(ObjectKey key) throws IOException;

    /** Records of a collection in byte order of names, as {@link org.xingvo.storage.Store#list}. */
    List<IndexRecord> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException;

    @Nullable
    Mark mark(VolumeId volume) throws IOException;

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

    /** Makes everything durable; without it a power loss may take the index, never the volumes. */
    void sync() throws IOException;

    @Override
    void close();
}
