package org.xingvo.storage.care;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeScan;

/**
 * Reads what the index has not heard of out of the volumes: their tails, or all of them into an empty index. Cuts torn
 * tails back to the last whole block. One thread at a time; nobody writes meanwhile.
 */
public final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int BATCH = 10_000;

    private final Medium medium;
    private final Index index;
    /** All is read into an empty index. */
    private final boolean keepCut;

    private final Predicate<CollectionId> lossy;
    private final List<Change> batch = new ArrayList<>();
    private long lastSequence;
    private long changes;
    private long cutBytes;
    private long gaps;

    /**
     * What a replay did.
     *
     * @param changes puts and deletes found behind the marks
     * @param cutBytes torn bytes cut away, all volumes together
     * @param gaps damaged places
     */
    public record Outcome(long changes, long cutBytes, long gaps) {}

    private Replay(Medium medium, Index index, boolean keepCut, Predicate<CollectionId> lossy) {
        this.lossy = lossy;
        this.medium = medium;
        this.index = index;
        this.keepCut = keepCut;
    }

    /**
     * Brings the index up to the volumes and the volumes to a state that can be appended to. What an index that is
     * believed does not know was never acknowledged and is cut away if torn; without one it is put aside.
     *
     * @param lossy collections whose writes are not synced
     */
    public static Outcome run(Medium medium, Index index, Predicate<CollectionId> lossy) throws IOException {
        Replay replay = new Replay(medium, index, !index.complete(), lossy);
        replay.lastSequence = index.lastSequence();
        replay.forgetMissing();
        for (CollectionId collection : medium.collections()) {
            for (VolumeId volume : medium.volumes(collection)) {
                replay.volume(volume);
            }
        }
        replay.flush();
        if (replay.changes > 0 || !index.complete()) {
            index.completed();
        }
        return new Outcome(replay.changes, replay.cutBytes, replay.gaps);
    }

    /** Volumes that a compaction deleted after the state of the index was made durable. */
    private void forgetMissing() throws IOException {
        Set<VolumeId> there = new HashSet<>();
        for (CollectionId collection : medium.collections()) {
            there.addAll(medium.volumes(collection));
        }
        for (VolumeId marked : index.marked()) {
            if (!there.contains(marked)) {
                batch.add(new Change.Forget(marked));
            }
        }
    }

    private void volume(VolumeId volume) throws IOException {
        Mark mark = index.mark(volume);
        if (mark != null && mark.volume().generation() != volume.generation()) {
            mark = null;
        }
        long from = mark == null ? VolumeHeader.BYTES : mark.offset();
        int firstBlock = mark == null ? 0 : mark.nextBlock();
        if (medium.length(volume) < from) {
            gaps++;
            LOG.error("{}: expected {} bytes, found {}; nothing is written to it", volume, from, medium.length(volume));
            return;
        }
        if (mark != null && mark.closed()) {
            // a sync failed behind the mark and those who waited were told so
            medium.resume(volume, from, firstBlock, keepCut);
            batch.add(new Change.Advance(new Mark(volume, from, firstBlock, false)));
            return;
        }
        VolumeScan.Result result = new VolumeScan(medium, volume).run(from, firstBlock, blocks(volume));
        for (VolumeScan.Gap gap : result.gaps()) {
            gaps++;
            LOG.error("{}: damaged from offset {} to {}: no readable block there", volume, gap.start(), gap.end());
        }
        if (result.fileLength() > result.end()) {
            cutBytes += result.fileLength() - result.end();
            LOG.info(
                    "{}: cut back from {} to {}: the last write was not whole",
                    volume,
                    result.fileLength(),
                    result.end());
        }
        medium.resume(volume, result.end(), result.nextBlock(), keepCut);
        lastSequence = Math.max(lastSequence, result.lastSequence());
        if (mark == null || result.end() > from) {
            batch.add(new Change.Advance(new Mark(volume, result.end(), result.nextBlock(), false)));
        }
    }

    /**
     * Where writes are not synced the system may have kept the frame of a block and lost its data, in the seconds since the
     * state of the index was kept: such a change is not believed.
     */
    private VolumeScan.Visitor blocks(VolumeId volume) throws IOException {
        if (keepCut || !lossy.test(volume.collection())) {
            return block -> add(BlockChanges.of(block));
        }
        VolumeScan data = new VolumeScan(medium, volume);
        return block -> {
            if (data.dataIsGood(block.place())) {
                add(BlockChanges.of(block));
            } else {
                gaps++;
                LOG.warn(
                        "{}, offset {}: the data was lost, the change is left out",
                        volume,
                        block.place().offset());
            }
        };
    }

    private void add(@Nullable Change change) throws IOException {
        if (change == null) {
            return;
        }
        changes++;
        batch.add(change);
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (!batch.isEmpty()) {
            index.replay(List.copyOf(batch), lastSequence);
            batch.clear();
        }
    }
}
