package org.xingvo.ingest.obscore;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/**
 * All headers of one file, asked as one: the primary header first, then the others in order. Immutable.
 *
 * @param hdus at least one
 */
record Header(List<HduHeader> hdus) {
    /** Numbers that pipelines write when they have none. */
    private static final List<Double> FILLERS =
            List.of(-9999.0, -9999.99, -999.0, -99.0, -99999.0, 9999.0, 99999.0, 1e20, -1e20, 1e30, -1e30, 1e31, -1e31);

    private static final Set<String> FILLER_WORDS = Set.of(
            "NULL",
            "NONE",
            "N/A",
            "NA",
            "UNKNOWN",
            "UNDEFINED",
            "INDEF",
            "-",
            "--",
            "?",
            "NAN",
            "NOT SET",
            "NOTSET",
            "##NODATA##",
            "#NODATA#",
            "NO VALUE",
            "TBD",
            "-9999",
            "-999",
            "UNSPECIFIED");

    private static final int LONGEST_WORD = 16;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    Header {
        hdus = List.copyOf(hdus);
    }

    HduHeader primary() {
        return hdus.getFirst();
    }

    /** The first card with a value, by HDU and then by keyword in the order given. */
    @Nullable
    Card card(String... keywords) {
        for (HduHeader hdu : hdus) {
            Card card = card(hdu, keywords);
            if (card != null) {
                return card;
            }
        }
        return null;
    }

    static @Nullable Card card(HduHeader hdu, String... keywords) {
        for (String keyword : keywords) {
            Card card = hdu.card(keyword);
            if (card != null && !filler(card)) {
                return card;
            }
        }
        return null;
    }

    /** The first value that says something, or null. */
    @Nullable
    String text(String... keywords) {
        Card card = card(keywords);
        return card == null ? null : oneLine(card.value());
    }

    @Nullable
    Double number(String... keywords) {
        for (HduHeader hdu : hdus) {
            Double value = number(hdu, keywords);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    static @Nullable Double number(HduHeader hdu, String... keywords) {
        for (String keyword : keywords) {
            Card card = hdu.card(keyword);
            Double value = card == null || filler(card) ? null : hdu.number(keyword);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** True for values that stand for "none": blank, NULL, -9999 and their kind. */
    static boolean filler(Card card) {
        String value = card.value();
        if (value == null || value.isBlank()) {
            return true;
        }
        String text = value.strip();
        if (text.length() <= LONGEST_WORD && FILLER_WORDS.contains(text.toUpperCase(Locale.ROOT))) {
            return true;
        }
        Double number = card.number();
        return number != null && FILLERS.contains(number);
    }

    private static @Nullable String oneLine(@Nullable String text) {
        return text == null ? null : BLANKS.matcher(text.strip()).replaceAll(" ");
    }
}
