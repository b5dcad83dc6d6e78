package org.xingvo.ingest.collection;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Facts;
import org.xingvo.ingest.expression.Value;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/**
 * What columns may know of one file. Immutable.
 *
 * @param hdus all headers
 * @param values one card a keyword of them
 * @param path in the collection
 */
public record FileFacts(List<HduHeader> hdus, HeaderValues values, String path) implements Facts {
    private static final String HIERARCH = "HIERARCH ";

    public static FileFacts of(List<HduHeader> hdus, String path) {
        return new FileFacts(hdus, HeaderValues.of(hdus), path);
    }

    @Override
    public @Nullable Card card(String keyword, @Nullable String hdu) {
        Card card = exact(keyword, hdu);
        return card != null || keyword.startsWith(HIERARCH) || keyword.indexOf(' ') < 0
                ? card
                : exact(HIERARCH + keyword, hdu);
    }

    private @Nullable Card exact(String keyword, @Nullable String hdu) {
        if (hdu == null) {
            Card card = values.card(keyword);
            return card != null || !Structural.is(keyword) ? card : inAny(keyword);
        }
        for (HduHeader header : hdus) {
            if (isNamed(header, hdu)) {
                Card card = header.card(keyword);
                return card != null ? card : header.cell(keyword.toUpperCase(Locale.ROOT));
            }
        }
        return null;
    }

    private @Nullable Card inAny(String keyword) {
        for (HduHeader header : hdus) {
            Card card = header.card(keyword);
            if (card != null) {
                return card;
            }
        }
        return null;
    }

    /** An EXTNAME of digits alone is reached by its index only. */
    private static boolean isNamed(HduHeader header, String hdu) {
        boolean index = hdu.chars().allMatch(c -> c >= '0' && c <= '9');
        return index
                ? hdu.equals(Integer.toString(header.index()))
                : header.extname() != null
                        && hdu.equalsIgnoreCase(header.extname().strip());
    }

    @Override
    public @Nullable Value automatic() {
        return null;
    }
}
