package org.xingvo.ingest.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.xingvo.ingest.IngestException;
import org.xingvo.tables.CellCoder;
import org.xingvo.tables.RowBytes;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableSource;

/**
 * The rows of all files, encoded for COPY: in sky order where the table has positions, else as they come. Memory does
 * not grow with their number. For one thread at a time; uses others while it sorts.
 */
public final class EncodedRows implements AutoCloseable {
    private static final int TOLD_EVERY = 4096;

    private final TableLayout layout;
    private final List<TableSource> files;
    private final Path directory;
    private final int memoryBytes;
    private final LoadProgress progress;
    private final List<SkySorter> sorters = new ArrayList<>();
    private final boolean[] nonAscii;
    private final Map<String, Misfit> misfits = new TreeMap<>();
    private long rows;
    private long withoutPosition;

    /** Takes encoded rows. */
    public interface Sink {
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    /**
     * Values of a column that did not fit its type and became null.
     *
     * @param example the first of them
     */
    public record Misfit(long count, String example) {}

    /**
     * Nothing is read yet.
     *
     * @param directory for temporary files, which are removed; one of its own
     * @param memoryBytes for rows that are being sorted
     */
    public EncodedRows(
            TableLayout layout, List<TableSource> files, Path directory, int memoryBytes, LoadProgress progress) {
        this.layout = layout;
        this.files = List.copyOf(files);
        this.directory = directory;
        this.memoryBytes = memoryBytes;
        this.progress = progress;
        this.nonAscii = new boolean[layout.fileColumns()];
    }

    /** Reads and sorts, if there is something to sort by. */
    public void prepare() throws IOException {
        if (layout.sky() == null) {
            return;
        }
        progress.begin(LoadProgress.Phase.READ, total());
        Files.createDirectories(directory);
        int threads = files.stream().mapToInt(TableSource::parts).max().orElse(1);
        for (int i = 0; i < threads; i++) {
            sorters.add(new SkySorter(directory, memoryBytes / threads));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("load-", 0).daemon().factory())) {
            for (TableSource file : files) {
                List<Future<RowCoder>> parts = new ArrayList<>();
                for (int part = 0; part < file.parts(); part++) {
                    int number = part;
                    parts.add(pool.submit(() -> sort(file, number)));
                }
                for (Future<RowCoder> part : parts) {
                    count(finished(part, file));
                }
            }
        }
    }

    private RowCoder sort(TableSource file, int part) throws IOException {
        SkySorter sorter = sorters.get(part);
        int order = Healpix.blockOrder(total());
        return each(
                file, part, (pixel, bytes) -> sorter.add(Healpix.blocked(pixel, order), bytes.array(), bytes.length()));
    }

    private interface Encoded {
        void row(int pixel, RowBytes bytes) throws IOException;
    }

    private RowCoder each(TableSource file, int part, Encoded out) throws IOException {
        RowCoder coder = new RowCoder(layout, TableLayout.places(layout.ofFiles(), file));
        long[] told = new long[1];
        file.read(part, cells -> {
            out.row(coder.encode(cells), coder.bytes());
            if (++told[0] % TOLD_EVERY == 0) {
                progress.advance(TOLD_EVERY);
                if (progress.stopRequested()) {
                    throw new IngestException("stopped; the table is as it was");
                }
            }
        });
        progress.advance(told[0] % TOLD_EVERY);
        synchronized (this) {
            rows += told[0];
        }
        return coder;
    }

    private static RowCoder finished(Future<RowCoder> part, TableSource file) {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw failure(file, e.getCause() instanceof Exception cause ? cause : new IOException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("interrupted; the table is as it was", e);
        }
    }

    /** What stopped the load is passed on as it is. */
    private static RuntimeException failure(TableSource file, Exception e) {
        return e instanceof IngestException stopped ? stopped : TableFiles.unreadable(file.name(), e);
    }

    /** Writes all rows; once. */
    public void writeTo(Sink sink) throws IOException {
        progress.begin(LoadProgress.Phase.COPY, layout.sky() == null ? total() : rows);
        if (layout.sky() == null) {
            for (TableSource file : files) {
                for (int part = 0; part < file.parts(); part++) {
                    unsorted(file, part, sink);
                }
            }
            return;
        }
        List<SortedRun> runs = new ArrayList<>();
        sorters.forEach(sorter -> runs.addAll(sorter.finish()));
        long[] written = new long[1];
        SortedRun.merge(directory, runs, (bytes, from, length) -> {
            sink.write(bytes, from, length);
            if (++written[0] % TOLD_EVERY == 0) {
                progress.advance(TOLD_EVERY);
                if (progress.stopRequested()) {
                    throw new IngestException("stopped; the table is as it was");
                }
            }
        });
        progress.advance(written[0] % TOLD_EVERY);
    }

    /** What the database says is passed on as it is; what is wrong with the file gets its name. */
    private void unsorted(TableSource file, int part, Sink sink) throws IOException {
        IOException[] refused = new IOException[1];
        try {
            count(each(file, part, (pixel, bytes) -> {
                try {
                    sink.write(bytes.array(), 0, bytes.length());
                } catch (IOException e) {
                    refused[0] = e;
                    throw e;
                }
            }));
        } catch (IOException | RuntimeException e) {
            if (refused[0] != null) {
                throw refused[0];
            }
            throw failure(file, e);
        }
    }

    private void count(RowCoder coder) {
        withoutPosition += coder.withoutPosition();
        CellCoder[] coders = coder.coders();
        for (int i = 0; i < coders.length; i++) {
            nonAscii[i] |= coders[i].nonAscii();
            String example = coders[i].firstMisfit();
            if (example != null) {
                Misfit more = new Misfit(coders[i].misfits(), example);
                misfits.merge(
                        layout.columns().get(i).name(), more, (a, b) -> new Misfit(a.count() + b.count(), a.example()));
            }
        }
    }

    private long total() {
        long total = 0;
        for (TableSource file : files) {
            if (file.rowCount() < 0) {
                return -1;
            }
            total += file.rowCount();
        }
        return total;
    }

    /** Number of rows read so far. */
    public synchronized long rows() {
        return rows;
    }

    /** Number of rows whose position was missing or impossible. */
    public long withoutPosition() {
        return withoutPosition;
    }

    /** By name of the column. */
    public Map<String, Misfit> misfits() {
        return Map.copyOf(misfits);
    }

    /** True if a value of this text column, by its place, has characters outside ASCII. */
    public boolean isUnicode(int column) {
        return column < nonAscii.length && nonAscii[column];
    }

    @Override
    public void close() throws IOException {
        for (SkySorter sorter : sorters) {
            sorter.close();
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> left = Files.list(directory)) {
                for (Path file : (Iterable<Path>) left::iterator) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(directory);
        }
    }
}
