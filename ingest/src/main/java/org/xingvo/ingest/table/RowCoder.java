package org.xingvo.ingest.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.tables.CellCoder;
import org.xingvo.tables.RowBytes;
import org.xingvo.tables.SkyPair;
import org.xingvo.tables.TableColumn;

/** From the cells of one file's rows to rows for COPY, with the pixel of each. One thread at a time. */
final class RowCoder {
    private final int[] places;
    private final CellCoder[] coders;
    private final @Nullable SkyPair sky;
    private final boolean addsDegrees;
    private final int width;
    private final RowBytes out = new RowBytes();
    private long withoutPosition;

    /** @param places of the layout's columns in the file */
    RowCoder(TableLayout layout, int[] places) {
        this.places = places;
        this.sky = layout.sky();
        this.addsDegrees = sky != null && !sky.isPlain();
        this.width = layout.columns().size();
        List<TableColumn> columns = layout.ofFiles();
        this.coders = new CellCoder[columns.size()];
        for (int i = 0; i < coders.length; i++) {
            coders[i] = new CellCoder(columns.get(i));
        }
    }

    /** Encodes a row, to be taken from {@link #bytes()}; its pixel, or {@link Healpix#NOWHERE}. */
    int encode(@Nullable Object[] cells) {
        out.begin(width);
        for (int i = 0; i < coders.length; i++) {
            coders[i].put(cells[places[i]], out);
        }
        if (sky == null) {
            return Healpix.NOWHERE;
        }
        double ra = sky.raForm().degrees(cells[places[sky.ra()]]);
        double dec = sky.decForm().degrees(cells[places[sky.dec()]]);
        int pixel = Healpix.pixel(ra, dec);
        if (pixel == Healpix.NOWHERE) {
            withoutPosition++;
        }
        if (addsDegrees) {
            if (pixel == Healpix.NOWHERE) {
                out.nothing();
                out.nothing();
            } else {
                out.float8(ra);
                out.float8(dec);
            }
        }
        return pixel;
    }

    RowBytes bytes() {
        return out;
    }

    CellCoder[] coders() {
        return coders;
    }

    long withoutPosition() {
        return withoutPosition;
    }
}
