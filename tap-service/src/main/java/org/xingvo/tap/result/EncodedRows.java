package org.xingvo.tap.result;

import java.util.List;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Serialization;

/** Rows in the bytes of BINARY or BINARY2 (VOTable 1.4, sections 5.3 and 5.4). One thread at a time. */
final class EncodedRows {
    private final boolean flags;
    private final CellWriter[] cells;

    EncodedRows(List<OutputColumn> columns, Serialization serialization) {
        this.flags = serialization == Serialization.BINARY2;
        VotableCells writers = new VotableCells(!flags);
        this.cells = columns.stream().map(writers::of).toArray(CellWriter[]::new);
    }

    void write(Tuple row, RowBytes out) {
        if (flags) {
            flags(row, out);
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i].write(row, i, out);
        }
    }

    /** One bit for each column that is null, the first column in the highest bit of the first byte. */
    private void flags(Tuple row, RowBytes out) {
        int first = out.used();
        out.fill(0, (cells.length + 7) / 8);
        for (int i = 0; i < cells.length; i++) {
            if (row.isNull(i)) {
                out.or(first + i / 8, 0x80 >> i % 8);
            }
        }
    }
}
