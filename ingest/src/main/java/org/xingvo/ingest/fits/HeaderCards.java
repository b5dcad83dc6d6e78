package org.xingvo.ingest.fits;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card.ValueType;
import org.xingvo.ingest.fits.HduHeader.Kind;

/**
 * All headers of a file as bytes that are kept beside it in the store, so that the catalogue can be made again without
 * reading the files. A version, then for each HDU its index, kind and name, its cards, its row, its ranges and its grid;
 * texts as a length and UTF-8, -1 for null. Stateless and thread-safe.
 */
public final class HeaderCards {
    private static final int VERSION = 2;
    /** Without ranges and grids. */
    private static final int FIRST_VERSION = 1;

    private static final int MAX_GRID = 1 << 20;

    private HeaderCards() {}

    public static byte[] encode(List<HduHeader> hdus) {
        Output out = new Output();
        out.bytes[out.length++] = VERSION;
        out.number(hdus.size());
        for (HduHeader hdu : hdus) {
            out.number(hdu.index());
            out.text(hdu.kind().name());
            out.text(hdu.extname());
            out.cards(hdu.cards());
            out.cards(hdu.row());
            out.ranges(hdu.ranges());
            out.grid(hdu.grid());
        }
        return Arrays.copyOf(out.bytes, out.length);
    }

    /**
     * Reads them back.
     *
     * @throws IOException the bytes are not what {@link #encode} made
     */
    public static List<HduHeader> decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readByte();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IOException(
                    "stored headers: expected version %d to %d, found %d".formatted(FIRST_VERSION, VERSION, version));
        }
        try {
            List<HduHeader> hdus = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                int index = in.readInt();
                Kind kind = Kind.valueOf(text(in));
                String extname = readText(in);
                List<Card> cards = readCards(in);
                List<Card> row = readCards(in);
                boolean more = version > FIRST_VERSION;
                List<ColumnRange> ranges = more ? readRanges(in) : List.of();
                hdus.add(new HduHeader(index, kind, extname, cards, row, ranges, more ? readGrid(in) : null));
            }
            return List.copyOf(hdus);
        } catch (IllegalArgumentException e) {
            throw new IOException("stored headers: cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Card> readCards(DataInputStream in) throws IOException {
        List<Card> cards = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            cards.add(new Card(text(in), readText(in), ValueType.valueOf(text(in)), readText(in)));
        }
        return cards;
    }

    private static List<ColumnRange> readRanges(DataInputStream in) throws IOException {
        List<ColumnRange> ranges = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            ranges.add(new ColumnRange(text(in), readText(in), in.readDouble(), in.readDouble(), in.readLong()));
        }
        return ranges;
    }

    private static @Nullable Grid readGrid(DataInputStream in) throws IOException {
        int width = in.readInt();
        if (width == 0) {
            return null;
        }
        int height = in.readInt();
        long size = (long) width * height;
        if (width < 0 || height < 1 || size > MAX_GRID) {
            throw new IOException("stored headers: expected a grid of at most %d samples, found %d times %d"
                    .formatted(MAX_GRID, width, height));
        }
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return new Grid(width, height, values);
    }

    private static String text(DataInputStream in) throws IOException {
        String text = readText(in);
        if (text == null) {
            throw new IOException("stored headers: expected a text, found none");
        }
        return text;
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        if (length > in.available()) {
            throw new IOException(
                    "stored headers: expected a text of at most %d bytes, found %d".formatted(in.available(), length));
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Big-endian numbers and texts in an array that grows. */
    private static final class Output {
        private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

        private byte[] bytes = new byte[16 << 10];
        private int length;

        void number(int value) {
            room(4);
            INT.set(bytes, length, value);
            length += 4;
        }

        void cards(List<Card> cards) {
            number(cards.size());
            for (Card card : cards) {
                text(card.keyword());
                text(card.value());
                text(card.type().name());
                text(card.comment());
            }
        }

        void ranges(List<ColumnRange> ranges) {
            number(ranges.size());
            for (ColumnRange range : ranges) {
                text(range.column());
                text(range.unit());
                number(Double.doubleToLongBits(range.min()));
                number(Double.doubleToLongBits(range.max()));
                number(range.count());
            }
        }

        void grid(@Nullable Grid grid) {
            number(grid == null ? 0 : grid.width());
            if (grid != null) {
                number(grid.height());
                for (float value : grid.values()) {
                    number(Float.floatToIntBits(value));
                }
            }
        }

        private void number(long value) {
            number((int) (value >>> 32));
            number((int) value);
        }

        void text(@Nullable String text) {
            if (text == null) {
                number(-1);
                return;
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            room(utf8.length);
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
            length += utf8.length;
        }

        private void room(int more) {
            if (more > bytes.length - length) {
                bytes = Arrays.copyOf(
                        bytes, Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(length, more)));
            }
        }
    }
}
