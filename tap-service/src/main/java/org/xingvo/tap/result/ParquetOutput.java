package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;

/**
 * A Parquet file (format 2.11): row groups of some MiB, one page without compression for each column, so that an answer
 * streams in constant memory. Its footer has, under the keys of VOParquet 1.0, a VOTable without rows with what the columns mean. A file
 * that breaks off has no footer, and no reader takes it.
 */
final class ParquetOutput implements TableOutput {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** Of a row group: what is held in memory for an answer. */
    private static final long GROUP_BYTES = 8 << 20;

    /** Looks at the size of the group after so many rows, as that takes a look at each column. */
    private static final int LOOK = 64;

    private final OutputStream out;
    private final ParquetColumn[] columns;
    private final String votable;
    private final List<Group> groups = new ArrayList<>();
    private long position;
    private long rowsOfGroup;
    private long rows;

    private record Group(List<ParquetColumn.Written> chunks, long rows) {
        long bytes() {
            return chunks.stream().mapToLong(ParquetColumn.Written::bytes).sum();
        }
    }

    /** @param votable a document that describes the columns, without rows */
    ParquetOutput(OutputStream out, List<OutputColumn> columns, String votable) {
        this.out = out;
        this.columns = columns.stream().map(ParquetColumn::new).toArray(ParquetColumn[]::new);
        this.votable = votable;
    }

    @Override
    public void begin() throws IOException {
        out.write(MAGIC);
        position = MAGIC.length;
    }

    @Override
    public void row(Tuple row) throws IOException {
        for (int i = 0; i < columns.length; i++) {
            columns[i].add(row, i);
        }
        rowsOfGroup++;
        rows++;
        if (rows % LOOK == 0) {
            long size = 0;
            for (ParquetColumn column : columns) {
                size += column.size();
            }
            if (size >= GROUP_BYTES) {
                endGroup();
            }
        }
    }

    private void endGroup() throws IOException {
        if (rowsOfGroup == 0) {
            return;
        }
        List<ParquetColumn.Written> chunks = new ArrayList<>(columns.length);
        for (ParquetColumn column : columns) {
            ParquetColumn.Written chunk = column.writeTo(out, position);
            position += chunk.bytes();
            chunks.add(chunk);
        }
        groups.add(new Group(chunks, rowsOfGroup));
        rowsOfGroup = 0;
    }

    @Override
    public void end(@Nullable String overflow) throws IOException {
        endGroup();
        RowBytes footer = new RowBytes(4096);
        List<Map.Entry<String, String>> remarks = new ArrayList<>();
        remarks.add(Map.entry("IVOA.VOTable-Parquet.version", "1.0"));
        remarks.add(Map.entry("IVOA.VOTable-Parquet.content", votable));
        if (overflow != null) {
            remarks.add(Map.entry("QUERY_STATUS", "OVERFLOW: " + overflow));
        }
        new CompactStruct(footer)
                .int32(1, 1)
                .structs(2, schema(), (struct, element) -> element.accept(struct))
                .int64(3, rows)
                .structs(
                        4,
                        groups,
                        (struct, group) -> struct.structs(
                                        1, group.chunks(), (chunk, written) -> written.describe(chunk))
                                .int64(2, group.bytes())
                                .int64(3, group.rows()))
                .structs(
                        5,
                        remarks,
                        (struct, remark) -> struct.text(1, remark.getKey()).text(2, remark.getValue()))
                .text(6, "XingVO")
                .end();
        int length = footer.used();
        footer.little4(length);
        footer.put(MAGIC, 0, MAGIC.length);
        footer.sendTo(out);
        flush();
    }

    /** The root, then the columns. */
    private List<Consumer<CompactStruct>> schema() {
        List<Consumer<CompactStruct>> elements = new ArrayList<>();
        elements.add(root -> root.text(4, "table").int32(5, columns.length));
        for (ParquetColumn column : columns) {
            IntStream.range(0, column.schemaElements())
                    .forEach(number -> elements.add(element -> column.schema(element, number)));
        }
        return elements;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
