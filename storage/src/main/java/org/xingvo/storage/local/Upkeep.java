package org.xingvo.storage.local;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.VolumeInfo;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.Compaction;
import org.xingvo.storage.care.CompactionReport;
import org.xingvo.storage.care.Verify;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.index.Usage;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;

/** Compaction, verification, and what they find out, while others read and write. Thread-safe. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** Marks of damage that one verification takes away. */
    private static final int MAX_MENDED = 100_000;

    /** Of the index's queue, until it has caught up with a volume that is closed. */
    private static final int MAX_ROUNDS = 10_000;

    private final StoreConfig config;
    private final Clock clock;
    private final Shelves shelves;
    private final Medium medium;
    private final Index index;
    private final IndexWriter indexWriter;
    private final Appender appender;
    private final VolumeHolds holds;

    Upkeep(
            StoreConfig config,
            Clock clock,
            Shelves shelves,
            Medium medium,
            Index index,
            IndexWriter indexWriter,
            Appender appender,
            VolumeHolds holds) {
        this.config = config;
        this.clock = clock;
        this.shelves = shelves;
        this.medium = medium;
        this.index = index;
        this.indexWriter = indexWriter;
        this.appender = appender;
        this.holds = holds;
    }

    List<VolumeInfo> volumes(CollectionId collection) throws IOException {
        List<VolumeInfo> infos = new ArrayList<>();
        for (VolumeId volume : medium.volumes(collection)) {
            Mark mark = index.mark(volume);
            Usage live = index.usage(volume);
            if (mark == null || !mark.volume().equals(volume)) {
                mark = new Mark(volume, VolumeHeader.BYTES, 0, false);
            }
            infos.add(new VolumeInfo(
                    volume.number(),
                    volume.generation(),
                    mark.offset(),
                    mark.nextBlock(),
                    live.bytes(),
                    (int) live.count(),
                    medium.isOpen(volume),
                    medium.header(volume).created()));
        }
        return infos;
    }

    Verify.Report verify(List<CollectionId> collections, CareProgress progress) throws IOException {
        long all = 0;
        for (CollectionId collection : collections) {
            for (VolumeInfo volume : volumes(collection)) {
                all += volume.bytes();
            }
        }
        long sum = all;
        long[] done = new long[1];
        Verify.Pace pace = bytes -> {
            done[0] = Math.min(sum, done[0] + bytes);
            progress.at(done[0], sum);
        };
        Instant start = clock.instant();
        Verify.Report report = new Verify(medium, index, pace, this::damaged).run(collections);
        List<Change> sound = report.problems().isEmpty() ? mended(collections, start) : List.of();
        // what was noted is to be seen by the caller
        Appender.await(indexWriter.change(sound));
        return report;
    }

    /** Marks of objects that were damaged before all was found good: somebody put the volume back, or the disk its bytes. */
    private List<Change> mended(List<CollectionId> collections, Instant before) throws IOException {
        List<Change> sound = new ArrayList<>();
        for (CollectionId collection : collections) {
            for (Damage damage : index.damages(collection, null, MAX_MENDED)) {
                if (damage.since().isBefore(before)) {
                    sound.add(new Change.Sound(damage.key()));
                }
            }
        }
        return sound;
    }

    /** Notes that an object is damaged. */
    void damaged(IndexRecord entry, String what) {
        LOG.error("damaged: {}", what);
        Damage damage = new Damage(entry.object().key(), what, clock.instant());
        indexWriter.note(new Change.Spoiled(damage, entry.sequence()));
    }

    CompactionReport compact(CollectionId collection, double leastDead, CareProgress progress) throws IOException {
        List<VolumeId> chosen = new ArrayList<>();
        long all = 0;
        for (VolumeInfo volume : volumes(collection)) {
            long held = volume.bytes() - VolumeHeader.BYTES;
            long dead = held - volume.liveBytes();
            if (dead > 0 && dead >= leastDead * held) {
                chosen.add(new VolumeId(collection, volume.number(), volume.generation()));
                all += volume.bytes();
            }
        }
        long done = 0;
        long copied = 0;
        long freed = 0;
        int gone = 0;
        List<String> problems = new ArrayList<>();
        for (VolumeId volume : chosen) {
            long bytes = medium.length(volume);
            Compaction.Outcome outcome = compact(volume);
            copied += outcome.copiedBytes();
            freed += outcome.freedBytes();
            if (outcome.problem() == null) {
                gone++;
            } else {
                problems.add(outcome.problem());
            }
            done += bytes;
            progress.at(Math.min(all, done), all);
        }
        return new CompactionReport(gone, copied, freed, problems);
    }

    private Compaction.Outcome compact(VolumeId volume) throws IOException {
        try (VolumeHolds.Hold _ = holds.take(volume.collection())) {
            medium.retire(volume);
            if (!settled(volume)) {
                return new Compaction.Outcome(
                        0, 0, volume + ": expected to be indexed to its end, found more; open the store again");
            }
            return new Compaction(medium, index, new CollectionCopies(volume.collection())).run(volume);
        }
    }

    /** Waits until the index has heard of every block of a volume that is closed to writes. */
    private boolean settled(VolumeId volume) throws IOException {
        for (int i = 0; i < MAX_ROUNDS; i++) {
            Appender.await(indexWriter.change(List.of()));
            Mark mark = index.mark(volume);
            long indexed = mark == null ? VolumeHeader.BYTES : mark.offset();
            if (indexed == medium.length(volume)) {
                return true;
            }
        }
        return false;
    }

    /** Copies of one collection's blocks. They are synced whatever the collection is set to: the originals go. */
    private final class CollectionCopies implements Compaction.Copies {
        private final CollectionId collection;

        CollectionCopies(CollectionId collection) {
            this.collection = collection;
        }

        @Override
        public void append(List<Append> blocks, Function<List<Place>, List<Change>> changes) throws IOException {
            long maxVolumeBytes = Writes.maxVolumeBytes(config, shelves.settings(collection));
            boolean sync = config.durability() == StoreConfig.Durability.FSYNC;
            appender.appendCopies(collection, blocks, new AppendPolicy(sync, maxVolumeBytes, true), changes);
        }

        @Override
        public void forget(VolumeId volume) throws IOException {
            Appender.await(indexWriter.change(List.of(new Change.Forget(volume))));
        }

        @Override
        public void damaged(IndexRecord entry, String what) {
            Upkeep.this.damaged(entry, what);
        }
    }
}
