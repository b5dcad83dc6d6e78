package org.xingvo.ingest.soak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishOptions;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.Publisher;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.WholeRows;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.storage.Store;
import org.xingvo.storage.soak.SoakFailure;
import org.xingvo.storage.soak.SoakLog;

/**
 * Damaged files: each is read and described, or refused with a reason, within a time and an amount of memory; some go
 * through store and database, which must have all rows of a file or none. Used once, by one thread.
 */
public final class HeaderSoak {
    private static final int DEMO_SPECTRA = 12;
    private static final int LARGEST_ORIGINAL = 400_000;
    private static final int BATCH = 500;
    private static final int PROGRESS = 10_000;

    private final Path directory;
    private final long seed;
    private final int files;
    private final int through;
    private final Duration limit;
    private final long memoryCap;
    private final SoakLog log;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private long mostMemory;

    /**
     * Sets the run.
     *
     * @param directory for files that are published; made if it is not there
     * @param files damaged files
     * @param through how many of them go through store and database, spread over all
     * @param limit processor time of one file
     * @param memoryCap bytes that may be allocated for one file
     */
    public HeaderSoak(Path directory, long seed, int files, int through, Duration limit, long memoryCap, SoakLog log) {
        this.directory = directory;
        this.seed = seed;
        this.files = files;
        this.through = through;
        this.limit = limit;
        this.memoryCap = memoryCap;
        this.log = log;
    }

    /**
     * Damages the files of a synthetic survey and those of a folder.
     *
     * @param more real files; those over 400 KB and those that are refused as they are are left out; null: none
     * @throws SoakFailure something went wrong that must not
     */
    public void run(@Nullable Path more, Store store, Catalogue catalogue) throws IOException {
        List<byte[]> originals = originals(more);
        Mutator mutator = new Mutator(originals, seed);
        log.line("%d originals".formatted(originals.size()));
        readAll(mutator);
        log.line("%d damaged files: %d read, refused %s".formatted(files, files - refused(), reasons));
        if (through > 0) {
            publishSome(mutator, originals, store, catalogue);
        }
    }

    private int refused() {
        return reasons.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<byte[]> originals(@Nullable Path more) throws IOException {
        Path demo = directory.resolve("demo");
        DemoSurvey.write(demo, DEMO_SPECTRA, seed, n -> {});
        List<byte[]> originals = new ArrayList<>();
        collect(demo, originals);
        if (more != null) {
            collect(more, originals);
        }
        return originals;
    }

    private static void collect(Path folder, List<byte[]> originals) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) > LARGEST_ORIGINAL) {
                    continue;
                }
                byte[] bytes = Files.readAllBytes(file);
                try {
                    FitsHeaderReader.read(new ByteArrayInputStream(bytes), HeaderLimits.DEFAULT);
                    originals.add(bytes);
                } catch (FitsFormatException e) {
                    // what is refused undamaged tells nothing
                }
            }
        }
    }

    private void readAll(Mutator mutator) throws IOException {
        try (Watchdog watchdog = new Watchdog(limit)) {
            for (int i = 0; i < files; i++) {
                byte[] file = mutator.mutant(i);
                long before = allocated();
                watchdog.begin(i);
                try {
                    read(file, i);
                } catch (FitsFormatException e) {
                    reasons.merge(e.reason(), 1, Integer::sum);
                    check(
                            e.reason().matches("[a-z0-9-]+")
                                    && String.valueOf(e.getMessage()).contains("expected"),
                            i,
                            "a reason",
                            e);
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                    throw new SoakFailure("file %d: expected it read or refused, found %s at %s"
                            .formatted(i, e, e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]));
                }
                String hang = watchdog.end();
                if (hang != null) {
                    throw new SoakFailure(hang);
                }
                long used = allocated() - before;
                mostMemory = Math.max(mostMemory, used);
                check(used <= memoryCap, i, "at most " + memoryCap + " bytes of memory", used);
                if ((i + 1) % PROGRESS == 0) {
                    log.line("%d read".formatted(i + 1));
                }
            }
            log.line("longest %d ms of processor time, most memory %d KiB for one file (allocated, not held)"
                    .formatted(watchdog.longest().toMillis(), mostMemory >> 10));
        }
    }

    private static void read(byte[] file, int number) throws IOException {
        List<HduHeader> hdus = FitsHeaderReader.read(new ByteArrayInputStream(file), HeaderLimits.DEFAULT);
        Observation o = Describer.describe(hdus);
        check((o.position() == null) == (o.positionReason() != null), number, "a position or a reason", o);
        check(HeaderCards.decode(HeaderCards.encode(hdus)).equals(hdus), number, "kept headers as they were", "others");
    }

    /** In batches, each beside the untouched originals under other names. */
    private void publishSome(Mutator mutator, List<byte[]> originals, Store store, Catalogue catalogue)
            throws IOException {
        Publisher publisher = new Publisher(store, catalogue, directory.resolve("collections"));
        PublishOptions options = PublishOptions.of("org.example");
        WholeRows rows = new WholeRows(catalogue);
        long catalogued = 0;
        for (int done = 0; done < through; ) {
            int batch = Math.min(BATCH, through - done);
            Path folder = directory.resolve("batch-%d".formatted(done));
            Path good = Files.createDirectories(folder.resolve("good"));
            Path bad = Files.createDirectories(folder.resolve("bad"));
            for (int i = 0; i < originals.size(); i++) {
                Files.write(good.resolve("%05d.fits".formatted(i)), originals.get(i));
            }
            for (int i = 0; i < batch; i++) {
                int number = (int) ((long) (done + i) * files / through);
                Files.write(bad.resolve("%07d.fits".formatted(number)), mutator.mutant(number));
            }
            catalogued += publish(publisher, options, folder, originals.size() + batch, originals.size(), rows);
            remove(folder);
            done += batch;
        }
        log.line("%d of %d damaged files through store and database, %d catalogued with the originals, no half rows"
                .formatted(through, files, catalogued));
    }

    private static long publish(
            Publisher publisher, PublishOptions options, Path folder, int count, int good, WholeRows rows) {
        PublishReport report;
        try {
            report = publisher.publish(List.of(folder), options, Progress.silent());
        } catch (IngestException e) {
            throw new SoakFailure("publishing: expected a whole run, found " + e.getMessage());
        }
        check(report.complete() && report.found() == count, -1, count + " files found", report.found());
        check(!report.reasons().containsKey("internal"), -1, "no internal failure", report.reasons());
        check(report.catalogued() + report.refused() == count, -1, count + " outcomes", report);
        String label = String.valueOf(folder.getFileName());
        long accepted = rows.countBelow(label + "/good/");
        check(accepted == good, -1, good + " untouched originals catalogued", accepted);
        List<String> halves = rows.halves();
        check(halves.isEmpty(), -1, "no half rows", halves);
        return report.catalogued();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void check(boolean good, int number, String expected, Object found) {
        if (!good) {
            throw new SoakFailure("%s: expected %s, found %s"
                    .formatted(number < 0 ? "publishing" : "file " + number, expected, found));
        }
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
                ? bean.getCurrentThreadAllocatedBytes()
                : 0;
    }
}
