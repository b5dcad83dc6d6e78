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
 * reading the files. A version, then for each HDU its index, kind and name, its cards and its row; texts as a length and
 * UTF-8, -1 for null. Stateless and thread-safe.
 */
public final class HeaderCards {
    private static final int VERSION = 1;

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
        if (version != VERSION) {
            throw new IOException("stored headers: expected version %d, found %d".formatted(VERSION, version));
        }
        try {
            List<HduHeader> hdus = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                int index = in.readInt();
                Kind kind = Kind.valueOf(text(in));
                hdus.add(new HduHeader(index, kind, readText(in), readCards(in), readCards(in)));
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
