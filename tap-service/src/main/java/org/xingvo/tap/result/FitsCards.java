package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import nom.tam.fits.HeaderCard;
import nom.tam.fits.HeaderCardException;
import org.jspecify.annotations.Nullable;

/** One header, card by card, to its end and its padding (FITS 4.0, section 4). One thread at a time. */
final class FitsCards {
    static final int BLOCK = 2880;
    private static final int CARD = 80;
    /** The library takes no more of a HISTORY, one character less than the standard. */
    private static final int REMARK = 71;

    private final StringBuilder cards = new StringBuilder();

    FitsCards add(String keyword, boolean value, @Nullable String comment) {
        return add(() -> new HeaderCard(keyword, value, comment));
    }

    FitsCards add(String keyword, long value, @Nullable String comment) {
        return add(() -> new HeaderCard(keyword, value, comment));
    }

    /** Text that is no ASCII gets question marks, text longer than a card goes on in CONTINUE cards. */
    FitsCards add(String keyword, @Nullable String value) {
        return value == null ? this : add(() -> new HeaderCard(keyword, printable(value), null));
    }

    FitsCards history(String text) {
        String plain = printable(text);
        for (int i = 0; i < plain.length(); i += REMARK) {
            String part = plain.substring(i, Math.min(plain.length(), i + REMARK));
            add(() -> HeaderCard.createHistoryCard(part));
        }
        return this;
    }

    void writeTo(OutputStream out) throws IOException {
        cards.append("END").append(" ".repeat(CARD - 3));
        cards.append(" ".repeat((BLOCK - cards.length() % BLOCK) % BLOCK));
        out.write(cards.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private interface Make {
        HeaderCard card() throws HeaderCardException;
    }

    private FitsCards add(Make make) {
        try {
            cards.append(make.card());
            return this;
        } catch (HeaderCardException e) {
            throw new IllegalStateException("a card that cannot be written", e);
        }
    }

    private static String printable(String text) {
        return Ascii.of(text).replaceAll("[\\x00-\\x1F\\x7F]", " ");
    }
}
