package org.xingvo.ingest.fits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header of one HDU. Immutable.
 *
 * @param index 0 is the primary HDU
 * @param kind what the data unit is; a tile-compressed image is an {@code IMAGE} with its uncompressed axes
 * @param extname null: none
 * @param cards in the order of the file, END left out
 * @param row the scalar columns of a binary table of exactly one row, as cards: keyword is TTYPE in upper case,
 *     comment is TUNIT; empty for every other HDU. Many surveys keep a target's place and class there
 * @param ranges of the columns of a binary table that are a spectral axis, within the limits of {@link HeaderLimits}
 * @param grid the samples of a small image that corrects world coordinates; null for every other HDU
 */
public record HduHeader(
        int index,
        Kind kind,
        @Nullable String extname,
        List<Card> cards,
        List<Card> row,
        List<ColumnRange> ranges,
        @Nullable Grid grid) {
    /** What the data unit is. */
    public enum Kind {
        IMAGE,
        BINTABLE,
        ASCII_TABLE,
        OTHER
    }

    private static final int MAX_AXES = 999;

    public HduHeader {
        cards = Cards.copyOf(cards);
        row = Cards.copyOf(row);
        ranges = List.copyOf(ranges);
    }

    /** A header of whose data unit nothing is known. */
    public HduHeader(int index, Kind kind, @Nullable String extname, List<Card> cards) {
        this(index, kind, extname, cards, List.of());
    }

    /** The header of a table of one row. */
    public HduHeader(int index, Kind kind, @Nullable String extname, List<Card> cards, List<Card> row) {
        this(index, kind, extname, cards, row, List.of(), null);
    }

    /** The first card of a keyword that has a value, or null. */
    public @Nullable Card card(String keyword) {
        return Cards.first(cards, keyword);
    }

    /** The first value of a keyword, or null. */
    public @Nullable String value(String keyword) {
        Card card = card(keyword);
        return card == null ? null : card.value();
    }

    /** The first value of a keyword as a finite number, or null when there is none. */
    public @Nullable Double number(String keyword) {
        return Numbers.real(value(keyword));
    }

    /** The first value of a keyword as a whole number, or null when there is none. */
    public @Nullable Long integer(String keyword) {
        return Numbers.integer(value(keyword));
    }

    /** True for the logical value T. */
    public boolean flag(String keyword) {
        return "T".equalsIgnoreCase(value(keyword));
    }

    /** The cell of a column of the only row, or null. */
    public @Nullable Card cell(String column) {
        return Cards.first(row, column.toUpperCase(Locale.ROOT));
    }

    /** True for an image stored as a table of compressed tiles (FITS 4.0, section 10.1). */
    public boolean tileCompressed() {
        return kind == Kind.IMAGE && flag("ZIMAGE");
    }

    /** Lengths of the axes of an image, of the uncompressed one if compressed; empty: no image, or no pixels. */
    public List<Long> imageAxes() {
        if (kind != Kind.IMAGE) {
            return List.of();
        }
        String prefix = tileCompressed() ? "ZNAXIS" : "NAXIS";
        Long count = integer(prefix);
        List<Long> axes = new ArrayList<>();
        for (int i = 1; count != null && i <= Math.min(count, MAX_AXES); i++) {
            Long length = integer(prefix + i);
            if (length == null || length < 1) {
                return List.of();
            }
            axes.add(length);
        }
        return List.copyOf(axes);
    }

    /** BITPIX of the image, of the uncompressed one if compressed, or null. */
    public @Nullable Long imageBitpix() {
        return integer(tileCompressed() ? "ZBITPIX" : "BITPIX");
    }

    /** Rows of a table, 0 for anything else. */
    public long rows() {
        Long rows = kind == Kind.BINTABLE || kind == Kind.ASCII_TABLE ? integer("NAXIS2") : null;
        return rows == null ? 0 : rows;
    }

    /** True when the data unit has bytes that mean something: pixels of an image, rows of a table. */
    public boolean hasData() {
        return kind == Kind.IMAGE ? !imageAxes().isEmpty() : kind == Kind.OTHER || rows() > 0;
    }
}
