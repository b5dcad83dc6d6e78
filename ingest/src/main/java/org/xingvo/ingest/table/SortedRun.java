package org.xingvo.ingest.table;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Rows in the order of their pixels, read once from first to last. One thread at a time. */
abstract sealed class SortedRun implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    /** As many files are open at once when runs are merged. */
    static final int WIDTH = 64;

    /** Takes rows in order. */
    interface Rows {
        void row(byte[] bytes, int from, int length) throws IOException;
    }

    int pixel;
    byte[] row = new byte[0];
    int from;
    int size;

    /** Steps to the next row, which then is in the fields; false behind the last. */
    abstract boolean next() throws IOException;

    @Override
    public abstract void close() throws IOException;

    static SortedRun inMemory(byte[] bytes, int length, int[] starts, long[] order, int rows) {
        return new InMemory(bytes, length, starts, order, rows);
    }

    /** Writes a run to a new file of the directory. */
    static SortedRun write(Path directory, SortedRun rows) throws IOException {
        Path file = Files.createTempFile(directory, "run-", ".rows");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
            while (rows.next()) {
                out.writeInt(rows.pixel);
                out.writeInt(rows.size);
                out.write(rows.row, rows.from, rows.size);
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new InFile(file);
    }

    /** All rows of all runs in order; of one pixel those of the first run first. Closes the runs. */
    static void merge(Path directory, List<SortedRun> runs, Rows out) throws IOException {
        List<SortedRun> left = new ArrayList<>(runs);
        try {
            while (left.size() > WIDTH) {
                List<SortedRun> first = left.subList(0, WIDTH);
                SortedRun merged = write(directory, new Merged(first));
                first.clear();
                left.addFirst(merged);
            }
            try (Merged all = new Merged(left)) {
                while (all.next()) {
                    out.row(all.row, all.from, all.size);
                }
            }
        } finally {
            for (SortedRun run : left) {
                run.close();
            }
        }
    }

    private static final class InMemory extends SortedRun {
        private final int length;
        private final int[] starts;
        private final long[] order;
        private final int rows;
        private int at;

        InMemory(byte[] bytes, int length, int[] starts, long[] order, int rows) {
            this.row = bytes;
            this.length = length;
            this.starts = starts;
            this.order = order;
            this.rows = rows;
        }

        @Override
        boolean next() {
            if (at == rows) {
                return false;
            }
            long key = order[at++];
            int index = (int) key;
            pixel = (int) (key >> 32);
            from = starts[index];
            size = (index + 1 == rows ? length : starts[index + 1]) - from;
            return true;
        }

        @Override
        public void close() {
            row = new byte[0];
        }
    }

    private static final class InFile extends SortedRun {
        private final Path file;
        private DataInputStream in = new DataInputStream(java.io.InputStream.nullInputStream());
        private boolean open;
        private long left;

        InFile(Path file) {
            this.file = file;
        }

        @Override
        boolean next() throws IOException {
            if (!open) {
                left = Files.size(file);
                in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
                open = true;
            }
            if (left == 0) {
                close();
                return false;
            }
            pixel = in.readInt();
            size = in.readInt();
            if (row.length < size) {
                row = new byte[Math.max(size, 2 * row.length)];
            }
            in.readFully(row, 0, size);
            left -= 8L + size;
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
            Files.deleteIfExists(file);
        }
    }

    private static final class Merged extends SortedRun {
        private record Place(SortedRun run, int number) {}

        private final List<SortedRun> runs;
        private final PriorityQueue<Place> queue = new PriorityQueue<>(
                Comparator.comparingInt((Place place) -> place.run.pixel).thenComparingInt(Place::number));
        private boolean begun;
        private @org.jspecify.annotations.Nullable Place current;

        Merged(List<SortedRun> runs) {
            this.runs = List.copyOf(runs);
        }

        @Override
        boolean next() throws IOException {
            if (!begun) {
                begun = true;
                for (int i = 0; i < runs.size(); i++) {
                    offer(new Place(runs.get(i), i));
                }
            } else if (current != null) {
                Place before = current;
                if (before.run.next()) {
                    Place first = queue.peek();
                    if (first == null || isBefore(before, first)) {
                        show(before);
                        return true;
                    }
                    queue.add(before);
                }
            }
            current = queue.poll();
            if (current == null) {
                return false;
            }
            show(current);
            return true;
        }

        private static boolean isBefore(Place a, Place b) {
            return a.run.pixel < b.run.pixel || (a.run.pixel == b.run.pixel && a.number < b.number);
        }

        private void offer(Place place) throws IOException {
            if (place.run.next()) {
                queue.add(place);
            }
        }

        private void show(Place place) {
            current = place;
            pixel = place.run.pixel;
            row = place.run.row;
            from = place.run.from;
            size = place.run.size;
        }

        @Override
        public void close() throws IOException {
            for (SortedRun run : runs) {
                run.close();
            }
        }
    }
}
