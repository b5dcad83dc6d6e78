package org.xingvo.storage.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.Place;

/**
 * A change on its way: blocks to append, then a change of the index, then the one who waits.
 *
 * @param blocks in order, all to the same volume
 * @param bytes about what they take
 * @param change made of the places they got
 * @param done completed with true when the change is durable and visible
 */
record Pending(List<Append> blocks, long bytes, Function<List<Place>, Change> change, CompletableFuture<Boolean> done) {

    /** One that has a volume to itself while it is written. */
    boolean large() {
        return bytes > Lane.GROUP_BYTES;
    }
}
