package org.xingvo.storage.care;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeScan;

/** Reads what the index has not heard of one volume that grew by bytes from elsewhere. One thread at a time. */
public final class TailReplay {
    private static final int BATCH = 10_000;

    /** Receives changes some thousands at a time. */
    public interface Changes {
        /**
         * Takes them into the index.
         *
         * @param lastSequence highest sequence of them at least
         */
        void replay(List<Change> changes, long lastSequence) throws IOException;
    }

    private TailReplay() {}

    /** Reads from the mark on; the last change is the new mark. */
    public static VolumeScan.Result run(Medium medium, VolumeId volume, @Nullable Mark mark, Changes changes)
            throws IOException {
        boolean known = mark != null && mark.volume().equals(volume);
        long from = known && mark != null ? mark.offset() : VolumeHeader.BYTES;
        int firstBlock = known && mark != null ? mark.nextBlock() : 0;
        List<Change> batch = new ArrayList<>();
        long[] last = new long[1];
        VolumeScan.Result result = new VolumeScan(medium, volume).run(from, firstBlock, block -> {
            last[0] = Math.max(last[0], block.trailer().sequence());
            Change change = BlockChanges.of(block);
            if (change != null) {
                batch.add(change);
            }
            if (batch.size() >= BATCH) {
                changes.replay(List.copyOf(batch), last[0]);
                batch.clear();
            }
        });
        batch.add(new Change.Advance(new Mark(volume, result.end(), result.nextBlock(), false)));
        changes.replay(batch, Math.max(last[0], result.lastSequence()));
        return result;
    }
}
