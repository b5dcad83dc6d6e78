package org.xingvo.ingest.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader.Kind;

/**
 * Passes over one data unit and keeps the little of it that describes the file: the row of a one-row table, the range
 * of spectral columns, the samples of a small correction table. One thread at a time.
 */
final class DataReader {
    private static final int CHUNK = 1 << 16;
    private static final int MAX_SPECTRAL_COLUMNS = 8;

    private final HduHeader plain;
    private final HduLayout layout;
    private final HeaderLimits limits;
    private List<Card> row = List.of();
    private List<ColumnRange> ranges = List.of();
    private @Nullable Grid grid;

    DataReader(HduHeader plain, HduLayout layout, HeaderLimits limits) {
        this.plain = plain;
        this.layout = layout;
        this.limits = limits;
    }

    /** The header with what was kept. */
    HduHeader header() {
        return row.isEmpty() && ranges.isEmpty() && grid == null
                ? plain
                : new HduHeader(plain.index(), plain.kind(), plain.extname(), plain.cards(), row, ranges, grid);
    }

    /** Reads the data unit without its padding; returns the bytes that were there. */
    long pass(Blocks in) throws IOException {
        long size = layout.dataBytes();
        long found = 0;
        if (layout.kind() == Kind.BINTABLE && layout.rowBytes() > 0 && layout.rowBytes() <= limits.maxRowBytes()) {
            found = table(in, size);
        } else if (layout.kind() == Kind.IMAGE && size > 0 && size <= limits.maxGridBytes() && isCorrection()) {
            byte[] bytes = new byte[(int) size];
            found = in.fill(bytes);
            grid = found == size ? samples(ByteBuffer.wrap(bytes)) : null;
        }
        return found + in.pass(size - found);
    }

    private long table(Blocks in, long size) throws IOException {
        int rowBytes = (int) layout.rowBytes();
        long rows = plain.rows();
        boolean single = rows == 1;
        if (rows < 1 || rows > size / rowBytes || (!single && size > limits.maxRangeBytes())) {
            return 0;
        }
        List<TableColumn> columns = TableColumn.of(plain);
        List<Scan> scans = scans(columns, rowBytes);
        if (!single && scans.isEmpty()) {
            return 0;
        }
        byte[] chunk = new byte[(int) Math.min(rows, Math.max(1, CHUNK / rowBytes)) * rowBytes];
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        long found = 0;
        long left = rows;
        while (left > 0) {
            int wanted = (int) Math.min(left * rowBytes, chunk.length);
            int got = in.fill(chunk, wanted);
            found += got;
            for (int at = 0; at + rowBytes <= got; at += rowBytes) {
                for (Scan scan : scans) {
                    scan.row(buffer, at);
                }
            }
            if (got < wanted) {
                return found;
            }
            left -= wanted / rowBytes;
        }
        row = single ? RowReader.read(plain, columns, chunk, limits.maxStringLength()) : List.of();
        ranges = scans.stream().filter(scan -> scan.count > 0).map(Scan::range).toList();
        return found;
    }

    private List<Scan> scans(List<TableColumn> columns, int rowBytes) {
        List<Scan> scans = new ArrayList<>();
        for (TableColumn column : columns) {
            boolean wanted = column.name() != null
                    && column.isNumber()
                    && column.repeat() > 0
                    && column.at() + column.width() <= rowBytes
                    && ColumnRange.NAMES.contains(column.name());
            if (wanted && scans.size() < MAX_SPECTRAL_COLUMNS) {
                scans.add(new Scan(plain, column));
            }
        }
        return scans;
    }

    private boolean isCorrection() {
        String name = plain.extname() == null ? "" : plain.extname().strip().toUpperCase(Locale.ROOT);
        return (name.equals("WCSDVARR") || name.equals("D2IMARR"))
                && plain.imageAxes().size() <= 2
                && !plain.tileCompressed();
    }

    private @Nullable Grid samples(ByteBuffer bytes) {
        List<Long> axes = plain.imageAxes();
        Long bitpix = plain.imageBitpix();
        if (axes.isEmpty() || bitpix == null || (bitpix != -32 && bitpix != -64)) {
            return null;
        }
        int width = axes.getFirst().intValue();
        int height = axes.size() < 2 ? 1 : axes.get(1).intValue();
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = bitpix == -32 ? bytes.getFloat() : (float) bytes.getDouble();
        }
        return new Grid(width, height, values);
    }

    /** The range of one column while its rows pass. */
    private static final class Scan {
        private final TableColumn column;
        private final String name;
        private final @Nullable String unit;
        private final double scale;
        private final double zero;
        /** Stored whole number that stands for none. */
        private final @Nullable Long nothing;

        private double min = Double.POSITIVE_INFINITY;
        private double max;
        private long count;

        Scan(HduHeader table, TableColumn column) {
            this.column = column;
            this.name = String.valueOf(column.name());
            String text = table.value("TUNIT" + column.number());
            this.unit = text == null || text.isBlank() ? null : text.strip();
            Double factor = table.number("TSCAL" + column.number());
            Double offset = table.number("TZERO" + column.number());
            this.nothing = table.integer("TNULL" + column.number());
            this.scale = factor == null ? 1 : factor;
            this.zero = offset == null ? 0 : offset;
        }

        void row(ByteBuffer rows, int start) {
            for (long i = 0; i < column.repeat(); i++) {
                double stored = column.stored(rows, start, i);
                double value = stored * scale + zero;
                boolean none = nothing != null && stored == nothing && column.isWhole();
                if (!none && value > 0 && value < Double.POSITIVE_INFINITY) {
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    count++;
                }
            }
        }

        ColumnRange range() {
            return new ColumnRange(name, unit, min, max, count);
        }
    }
}
