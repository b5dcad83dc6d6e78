package org.xingvo.tap.result;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.votable.Info;
import org.xingvo.votable.Serialization;
import org.xingvo.votable.write.VotableWriter;

/**
 * Makes the answer of one query in any format: the one place that knows which class writes which. Immutable.
 *
 * @param columns of the answer
 * @param tableName within the document
 * @param infos remarks before the table, such as the query
 * @param linksUrl address of the DataLink service; null: no descriptor
 * @param overflowInTable see {@link VotableOutput.VotableStyle}
 */
public record TableOutputs(
        List<OutputColumn> columns,
        String tableName,
        List<Info> infos,
        @Nullable String linksUrl,
        boolean overflowInTable) {
    public TableOutputs {
        columns = List.copyOf(columns);
        infos = List.copyOf(infos);
    }

    /**
     * An output that writes to a stream, which it does not close.
     *
     * @param space for formats that need to see the rows twice
     */
    public TableOutput open(ResponseFormat format, OutputStream out, SpoolSpace space) {
        return switch (format) {
            case VOTABLE_BINARY2 -> votable(Serialization.BINARY2, out);
            case VOTABLE_BINARY -> votable(Serialization.BINARY, out);
            case VOTABLE_TABLEDATA -> votable(Serialization.TABLEDATA, out);
            case CSV -> SeparatedOutput.csv(out, columns);
            case TSV -> SeparatedOutput.tsv(out, columns);
            case ECSV -> SeparatedOutput.ecsv(out, columns, infos);
            case FITS -> new FitsOutput(out, columns, tableName, infos, space);
            case PARQUET -> new ParquetOutput(out, columns, votableWithoutRows());
            case TEXT -> new TextOutput(out, columns, space);
            case HTML -> new HtmlOutput(out, columns, tableName);
            case JSON -> new JsonOutput(out, columns);
        };
    }

    private String votableWithoutRows() {
        Annotated annotated = Annotated.of(columns);
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            VotableWriter writer = new VotableWriter(document);
            writer.openDocument();
            writer.openResults(infos, annotated.coosys(), annotated.timesys());
            writer.tableWithoutRows(tableName, null, annotated.fields());
            writer.closeResults(List.of());
            writer.closeDocument();
        } catch (IOException e) {
            throw new UncheckedIOException("into memory", e);
        }
        return document.toString(StandardCharsets.UTF_8);
    }

    private TableOutput votable(Serialization serialization, OutputStream out) {
        return new VotableOutput(
                out,
                columns,
                new VotableOutput.VotableStyle(serialization, tableName, infos, linksUrl, overflowInTable));
    }
}
