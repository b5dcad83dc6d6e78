package org.xingvo.ingest.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts encoded rows by their pixels with bounded memory: what does not fit is written to files of the given
 * directory, sorted, and merged when the rows are asked for. Rows of one pixel stay in the order in which they came.
 * One thread at a time.
 */
final class SkySorter implements AutoCloseable {
    private static final int FIRST_BYTES = 1 << 20;
    private static final int FIRST_ROWS = 1 << 12;
    /** Bytes of memory that a row needs beside its own. */
    private static final int ROW_OVERHEAD = 12;

    private final Path directory;
    private final int maxBytes;
    private final List<SortedRun> runs = new ArrayList<>();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int[] starts = new int[FIRST_ROWS];
    private long[] order = new long[FIRST_ROWS];
    private int rows;

    /**
     * @param directory where files may be made; it is there
     * @param maxBytes of memory for rows, at least {@link #FIRST_BYTES}; a longer row is taken alone
     */
    SkySorter(Path directory, int maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    void add(int pixel, byte[] row, int size) throws IOException {
        if (rows > 0 && (long) length + size + (long) rows * ROW_OVERHEAD > maxBytes) {
            spill();
        }
        if (size > bytes.length - length) {
            long wished = Math.max((long) bytes.length * 2, (long) length + size);
            bytes = Arrays.copyOf(bytes, (int) Math.max((long) length + size, Math.min(wished, maxBytes)));
        }
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
            order = Arrays.copyOf(order, rows * 2);
        }
        System.arraycopy(row, 0, bytes, length, size);
        starts[rows] = length;
        order[rows] = (long) pixel << 32 | rows;
        rows++;
        length += size;
    }

    /** All rows so far as sorted runs, those that came first at first. Nothing may be added after. */
    List<SortedRun> finish() {
        if (rows > 0) {
            Arrays.sort(order, 0, rows);
            runs.add(SortedRun.inMemory(bytes, length, starts, order, rows));
        }
        return runs;
    }

    /** Number of files written so far. */
    int spilled() {
        return runs.size();
    }

    private void spill() throws IOException {
        Arrays.sort(order, 0, rows);
        runs.add(SortedRun.write(directory, SortedRun.inMemory(bytes, length, starts, order, rows)));
        rows = 0;
        length = 0;
    }

    @Override
    public void close() throws IOException {
        for (SortedRun run : runs) {
            run.close();
        }
    }
}
