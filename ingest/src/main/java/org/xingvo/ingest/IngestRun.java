package org.xingvo.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.EncodedDataset;
import org.xingvo.ingest.load.KnownDataset;
import org.xingvo.ingest.load.Reject;

/**
 * One pass over files: workers read and store, the calling thread writes rows in batches, one transaction each. A
 * batch that the database refuses is halved until the row at fault is alone; that one is a reject. One thread at a
 * time.
 */
final class IngestRun {
    private static final int CHUNK = 32;
    private static final int BATCH_ROWS = 500;
    private static final int BATCH_BYTES = 16 << 20;
    private static final long BATCH_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int ATTEMPTS = 4;

    private final Catalogue catalogue;
    private final long run;
    private final boolean mayReplace;
    private final int workers;
    private final Progress progress;

    private final List<FoundFile> homeless = new ArrayList<>();
    private final List<FoundFile> stale = new ArrayList<>();
    private final SortedMap<String, Long> reasons = new TreeMap<>();
    private final SortedMap<String, Long> collections = new TreeMap<>();
    private long stored;
    private long catalogued;
    private long withoutPosition;
    private long unchanged;
    private long replaced;
    private long done;
    private boolean stopped;

    /** @param mayReplace true: the catalogue has files, look them up and replace their rows */
    IngestRun(Catalogue catalogue, long run, boolean mayReplace, int workers, Progress progress) {
        this.catalogue = catalogue;
        this.run = run;
        this.mayReplace = mayReplace;
        this.workers = workers;
        this.progress = progress;
    }

    /** Files that no collection takes, since the last call. */
    List<FoundFile> takeHomeless() {
        List<FoundFile> taken = List.copyOf(homeless);
        homeless.clear();
        return taken;
    }

    /** Files whose collection was changed while they were read, since the last call: to be taken again. */
    List<FoundFile> takeStale() {
        List<FoundFile> taken = List.copyOf(stale);
        stale.clear();
        return taken;
    }

    /** The number that rejects of this run carry. */
    long number() {
        return run;
    }

    boolean isStopped() {
        return stopped;
    }

    SortedMap<String, Long> collections() {
        return collections;
    }

    SortedMap<String, Long> reasons() {
        return reasons;
    }

    long stored() {
        return stored;
    }

    long catalogued() {
        return catalogued;
    }

    long withoutPosition() {
        return withoutPosition;
    }

    long replaced() {
        return replaced;
    }

    long unchanged() {
        return unchanged;
    }

    long refused() {
        return reasons.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records what was refused before it became a file to read. */
    void reject(List<Reject> rejects) {
        catalogue.commit(run, List.of(), rejects, false);
        rejects.forEach(r -> reasons.merge(r.reason(), 1L, Long::sum));
        done += rejects.size();
    }

    /** Takes in all files; returns when the rows of all are committed. */
    void take(List<FoundFile> files, FileIntake intake, FileIntake.Choice choice) {
        BlockingQueue<Outcome> outcomes = new ArrayBlockingQueue<>(2 * BATCH_ROWS);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(workers);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("ingest-", 0).daemon().factory())) {
            for (int i = 0; i < workers; i++) {
                pool.execute(() -> {
                    try {
                        work(files, next, stop, intake, choice, outcomes);
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                        stop.set(true);
                    } finally {
                        running.decrementAndGet();
                    }
                });
            }
            try {
                write(outcomes, running, stop);
            } finally {
                stop.set(true);
                while (running.get() > 0) {
                    outcomes.clear();
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
        switch (failure.get()) {
            case null -> {}
            case IngestException e -> throw e;
            case CatalogueException e -> throw new IngestException(String.valueOf(e.getMessage()), e);
            case Throwable e -> throw new IngestException("ingest stopped: " + e, e);
        }
    }

    private void work(
            List<FoundFile> files,
            AtomicInteger next,
            AtomicBoolean stop,
            FileIntake intake,
            FileIntake.Choice choice,
            BlockingQueue<Outcome> outcomes)
            throws InterruptedException {
        int chunk = Math.max(1, Math.min(CHUNK, files.size() / (4 * workers)));
        for (int from = next.getAndAdd(chunk); from < files.size() && !stop.get(); from = next.getAndAdd(chunk)) {
            List<FoundFile> mine = files.subList(from, Math.min(files.size(), from + chunk));
            Map<String, KnownDataset> known = mayReplace
                    ? catalogue.known(mine.stream().map(FoundFile::path).toList())
                    : Map.of();
            for (FoundFile file : mine) {
                if (stop.get()) {
                    return;
                }
                outcomes.put(intake.take(file, known.get(file.path()), choice));
            }
        }
    }

    private void write(BlockingQueue<Outcome> outcomes, AtomicInteger running, AtomicBoolean stop) {
        List<Outcome.Ready> rows = new ArrayList<>();
        List<Outcome.Refused> rejects = new ArrayList<>();
        long weight = 0;
        long since = System.nanoTime();
        while (true) {
            boolean last = running.get() == 0;
            Outcome outcome = poll(outcomes);
            switch (outcome) {
                case null -> {}
                case Outcome.Ready ready -> {
                    rows.add(ready);
                    weight += ready.rows().weight();
                }
                case Outcome.Refused refused -> rejects.add(refused);
                case Outcome.Unchanged same -> {
                    unchanged++;
                    done++;
                    collections.merge(same.collection(), 1L, Long::sum);
                }
                case Outcome.Homeless none -> homeless.add(none.file());
            }
            if (progress.stopRequested()) {
                stopped = true;
                stop.set(true);
            }
            boolean full = rows.size() + rejects.size() >= BATCH_ROWS || weight >= BATCH_BYTES;
            boolean late = outcome == null && System.nanoTime() - since > BATCH_WAIT_NANOS;
            boolean end = outcome == null && last;
            if (full || late || end) {
                flush(rows, rejects);
                rows.clear();
                rejects.clear();
                weight = 0;
                since = System.nanoTime();
                progress.advance(done);
            }
            if (end) {
                return;
            }
        }
    }

    private static @Nullable Outcome poll(BlockingQueue<Outcome> outcomes) {
        try {
            return outcomes.poll(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("ingest was interrupted", e);
        }
    }

    private void flush(List<Outcome.Ready> rows, List<Outcome.Refused> rejects) {
        if (rows.isEmpty() && rejects.isEmpty()) {
            return;
        }
        commit(rows, rejects);
    }

    private void commit(List<Outcome.Ready> rows, List<Outcome.Refused> rejects) {
        List<EncodedDataset> encoded = rows.stream().map(Outcome.Ready::rows).toList();
        List<Reject> refused = rejects.stream().map(Outcome.Refused::reject).toList();
        for (int attempt = 1; ; attempt++) {
            try {
                Catalogue.Committed committed = catalogue.commit(run, encoded, refused, mayReplace || attempt > 1);
                replaced += committed.marked();
                count(rows, rejects, committed);
                return;
            } catch (CatalogueException e) {
                if (e.isAboutData() && (attempt > 1 || rows.size() > 1)) {
                    halve(rows, rejects, e);
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw new IngestException(String.valueOf(e.getMessage()), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200L << attempt));
            }
        }
    }

    private void halve(List<Outcome.Ready> rows, List<Outcome.Refused> rejects, CatalogueException e) {
        if (rows.isEmpty()) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        }
        if (rows.size() == 1) {
            FoundFile file = rows.getFirst().file();
            List<Outcome.Refused> more = new ArrayList<>(rejects);
            more.add(new Outcome.Refused(
                    file, new Reject(file.path(), "not-catalogued", String.valueOf(e.getMessage()))));
            commit(List.of(), more);
            return;
        }
        int half = rows.size() / 2;
        commit(rows.subList(0, half), rejects);
        commit(rows.subList(half, rows.size()), List.of());
    }

    private void count(List<Outcome.Ready> rows, List<Outcome.Refused> rejects, Catalogue.Committed committed) {
        Set<String> dids =
                committed.stale().stream().map(EncodedDataset::publisherDid).collect(Collectors.toSet());
        for (Outcome.Ready row : rows) {
            stored += row.wasWritten() ? 1 : 0;
            if (dids.contains(row.rows().publisherDid())) {
                stale.add(row.file());
                continue;
            }
            done++;
            catalogued++;
            replaced += row.rows().supersedes() > 0 ? 1 : 0;
            withoutPosition += row.hasPosition() ? 0 : 1;
            collections.merge(row.collection(), 1L, Long::sum);
        }
        for (Outcome.Refused refused : rejects) {
            if (committed.staleRejects().contains(refused.reject())) {
                stale.add(refused.file());
                continue;
            }
            done++;
            reasons.merge(refused.reject().reason(), 1L, Long::sum);
        }
    }
}
