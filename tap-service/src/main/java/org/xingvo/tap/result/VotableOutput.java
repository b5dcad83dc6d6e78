package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Info;
import org.xingvo.votable.Serialization;
import org.xingvo.votable.write.VotableWriter;

/** An answer as VOTable, with its status, the descriptor of DataLink, and an overflow behind the rows. */
public final class VotableOutput implements TableOutput {
    private static final String STATUS = "QUERY_STATUS";

    private final VotableWriter writer;
    private final Annotated annotated;
    private final OutputColumn[] columns;
    private final VotableStyle style;
    private final @Nullable EncodedRows encoder;
    private final RowBytes pending = new RowBytes();
    private boolean rowsOpen;

    public VotableOutput(OutputStream out, List<OutputColumn> columns, VotableStyle style) {
        this.writer = new VotableWriter(out);
        this.annotated = Annotated.of(columns);
        this.columns = annotated.columns().toArray(OutputColumn[]::new);
        this.style = style;
        this.encoder = style.serialization() == Serialization.TABLEDATA
                ? null
                : new EncodedRows(annotated.columns(), style.serialization());
    }

    /**
     * What differs between services.
     *
     * @param infos remarks before the table, such as the query
     * @param linksUrl address of the DataLink service; null: no descriptor
     * @param overflowInTable put the overflow inside of TABLE: readers of cone searches take any status but OK beside
     *     the table for a failure
     */
    public record VotableStyle(
            Serialization serialization,
            String tableName,
            List<Info> infos,
            @Nullable String linksUrl,
            boolean overflowInTable) {
        public VotableStyle {
            infos = List.copyOf(infos);
        }
    }

    @Override
    public void begin() throws IOException {
        writer.openDocument();
        List<Info> infos = new ArrayList<>();
        infos.add(new Info(STATUS, "OK"));
        infos.addAll(style.infos());
        writer.openResults(infos, annotated.coosys(), annotated.timesys());
        if (encoder == null) {
            writer.openTable(style.tableName(), null, annotated.fields(), style.serialization());
        } else {
            writer.openEncodedTable(style.tableName(), null, annotated.fields(), style.serialization());
        }
        rowsOpen = true;
    }

    @Override
    public void row(Tuple row) throws IOException {
        if (encoder == null) {
            @Nullable Object[] cells = new @Nullable Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                cells[i] = columns[i].cell(row, i);
            }
            writer.row(cells);
            return;
        }
        encoder.write(row, pending);
        if (pending.isPiece()) {
            sendPending();
        }
    }

    private void sendPending() throws IOException {
        if (pending.used() > 0) {
            writer.bytes(pending.bytes(), pending.used());
            pending.clear();
        }
    }

    @Override
    public void end(@Nullable String overflow) throws IOException {
        List<Info> last = overflow == null ? List.of() : List.of(new Info(STATUS, "OVERFLOW", overflow));
        sendPending();
        writer.closeTable(style.overflowInTable() ? last : List.of());
        rowsOpen = false;
        writer.closeResults(style.overflowInTable() ? List.of() : last);
        if (style.linksUrl() != null && annotated.datasetId() != null) {
            writer.descriptor(LinksDescriptor.of(style.linksUrl(), annotated.datasetId()));
        }
        writer.closeDocument();
    }

    @Override
    public void fail(String message) throws IOException {
        if (rowsOpen) {
            rowsOpen = false;
            sendPending();
            writer.closeTable(List.of());
            writer.closeResults(List.of(new Info(STATUS, "ERROR", message)));
            writer.closeDocument();
        }
    }

    @Override
    public void flush() throws IOException {
        sendPending();
        writer.flush();
    }
}
