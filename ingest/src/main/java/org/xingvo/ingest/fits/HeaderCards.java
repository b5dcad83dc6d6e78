package org.xingvo.ingest.fits;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(hdus.size());
            for (HduHeader hdu : hdus) {
                out.writeInt(hdu.index());
                write(out, hdu.kind().name());
                write(out, hdu.extname());
                write(out, hdu.cards());
                write(out, hdu.row());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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

    private static void write(DataOutputStream out, List<Card> cards) throws IOException {
        out.writeInt(cards.size());
        for (Card card : cards) {
            write(out, card.keyword());
            write(out, card.value());
            write(out, card.type().name());
            write(out, card.comment());
        }
    }

    private static List<Card> readCards(DataInputStream in) throws IOException {
        List<Card> cards = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            cards.add(new Card(text(in), readText(in), ValueType.valueOf(text(in)), readText(in)));
        }
        return cards;
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
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
}
