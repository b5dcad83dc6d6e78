package org.xingvo.storage.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.Place;

/**
 * A change on its way: blocks to append, then a change of the index, then the one who waits.
 *
 * @param blocks in order, all to the same volume
 * @param bytes about what they take
 * @param changes of the index, made of the places they got
 * @param policy how to append them; of a group the strictest counts
 * @param done completed with the places when the changes are durable and visible
 */
record Pending(
        List<Append> blocks,
        long bytes,
        Function<List<Place>, List<Change>> changes,
        AppendPolicy policy,
        CompletableFuture<List<Place>> done) {
    static Pending of(List<Append> blocks, Function<List<Place>, List<Change>> changes, AppendPolicy policy) {
        long bytes = blocks.stream().mapToLong(Append::estimatedBytes).sum();
        return new Pending(blocks, bytes, changes, policy, new CompletableFuture<>());
    }

    /** One that has a volume to itself while it is written. */
    boolean large() {
        return bytes > Lane.GROUP_BYTES;
    }
}
