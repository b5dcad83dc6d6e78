package org.xingvo.storage.index;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;

/** One change of the index. */
public sealed interface Change {

    /**
     * The name means this now.
     *
     * @param ownBlocks the blocks carry this name and sequence themselves; false when a record leads to blocks that were
     *     written under another
     */
    record Put(IndexRecord entry, boolean ownBlocks) implements Change {}

    /** An extent of an object whose other extents are written apart from it. */
    record Part(CollectionId collection, long sequence, int extent, Place place) implements Change {}

    /**
     * The name is free since this sequence.
     *
     * @param last what was deleted, kept to be brought back; null: not known
     */
    record Remove(ObjectKey key, long sequence, @Nullable IndexRecord last) implements Change {}

    /** What {@code from} meant has the name of the entry now, since the sequence of the entry. */
    record Move(ObjectKey from, IndexRecord entry) implements Change {}

    /** Blocks of an object were copied elsewhere; nothing happens if the name means something else by now. */
    record Relocate(ObjectKey key, long sequence, List<Place> from, List<Place> to) implements Change {
        public Relocate {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /** A volume is indexed up to here. */
    record Advance(Mark mark) implements Change {}

    /** A volume is gone. */
    record Forget(VolumeId volume) implements Change {}

    /** An object is damaged, whatever it is found to be by those who read it. */
    record Spoiled(Damage damage, long sequence) implements Change {}

    /** An object was found to be whole. */
    record Sound(ObjectKey key) implements Change {}

    /** A block found in a volume: one of {@code extents} of an object; the entry holds its place alone. For a replay. */
    record Found(IndexRecord entry, int extent, int extents) implements Change {}
}
