package org.xingvo.storage.index;

import org.xingvo.storage.ObjectKey;

/** One change of the index. */
public sealed interface Change {

    /** The name means this now. */
    record Put(IndexRecord entry) implements Change {}

    /** The name is free since this sequence. */
    record Remove(ObjectKey key, long sequence) implements Change {}

    /** A volume is indexed up to here. */
    record Advance(Mark mark) implements Change {}
}
