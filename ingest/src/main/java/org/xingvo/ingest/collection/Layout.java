package org.xingvo.ingest.collection;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/**
 * What two files of one pipeline have in common: the kind of the first HDU with data, the telescope, and the
 * keywords, with numbers in them made equal, of the first HDUs that hold at least {@link #MIN_KEYWORDS}. Immutable.
 *
 * @param kind of the first HDU that has data
 * @param telescope value of TELESCOP in upper case; "" when there is none
 * @param keywords sorted; at most {@link #MAX_KEYWORDS}
 */
public record Layout(Kind kind, String telescope, SortedSet<String> keywords) {
    /** A layout with fewer says nothing about its origin. */
    public static final int MIN_KEYWORDS = 8;

    static final int MAX_KEYWORDS = 1000;
    private static final int MAX_KNOWN = 1000;
    /** Layouts by the keywords as they are written, which most files of a survey share. */
    private static final Map<String, Layout> KNOWN = new ConcurrentHashMap<>();

    /** What the first HDU with data is. */
    public enum Kind {
        IMAGE,
        TABLE,
        /** No HDU has data. */
        EMPTY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Layout {
        keywords = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(keywords));
    }

    /** The layout of a file; files of one pipeline mostly get the same instance. */
    public static Layout of(List<HduHeader> hdus) {
        StringBuilder key = new StringBuilder(1024);
        String telescope = "";
        int taken = 0;
        for (HduHeader hdu : hdus) {
            if (taken < MIN_KEYWORDS) {
                for (Card card : hdu.cards()) {
                    if (taken < MAX_KEYWORDS && !Structural.is(card.keyword())) {
                        key.append(card.keyword()).append('\n');
                        taken++;
                    }
                }
            }
            String value = telescope.isEmpty() ? hdu.value("TELESCOP") : null;
            if (value != null) {
                telescope = value.strip().toUpperCase(Locale.ROOT);
            }
        }
        Kind kind = kind(hdus);
        int end = key.length();
        key.append('\n').append(kind).append(telescope);
        Layout known = KNOWN.get(key.toString());
        if (known != null) {
            return known;
        }
        Layout layout = new Layout(kind, telescope, keywords(key.substring(0, end)));
        if (KNOWN.size() >= MAX_KNOWN) {
            KNOWN.clear();
        }
        Layout before = KNOWN.putIfAbsent(key.toString(), layout);
        return before == null ? layout : before;
    }

    private static SortedSet<String> keywords(String lines) {
        SortedSet<String> keywords = new TreeSet<>();
        lines.lines().forEach(k -> keywords.add(withoutNumbers(k)));
        return keywords;
    }

    /** True when there is enough in it to recognise others by. */
    public boolean isTelling() {
        return keywords.size() >= MIN_KEYWORDS;
    }

    /** Common keywords by all keywords (Jaccard), 0 to 1; 0 when kind or telescope differ. */
    public double similarity(Layout other) {
        if (kind != other.kind || !telescope.equals(other.telescope)) {
            return 0;
        }
        Set<String> small = keywords.size() <= other.keywords.size() ? keywords : other.keywords;
        Set<String> large = small.equals(keywords) ? other.keywords : keywords;
        long common = small.stream().filter(large::contains).count();
        long all = small.size() + large.size() - common;
        return all == 0 ? 1 : (double) common / all;
    }

    /** Each number is one {@code #}: EXPID01 and EXPID12 are the same. */
    private static String withoutNumbers(String keyword) {
        StringBuilder bare = null;
        for (int i = 0; i < keyword.length(); i++) {
            boolean digit = Structural.isDigit(keyword.charAt(i));
            if (digit && bare == null) {
                bare = new StringBuilder(keyword.length()).append(keyword, 0, i);
            }
            if (bare != null && !(digit && i > 0 && Structural.isDigit(keyword.charAt(i - 1)))) {
                bare.append(digit ? '#' : keyword.charAt(i));
            }
        }
        return bare == null ? keyword : bare.toString();
    }

    private static Kind kind(List<HduHeader> hdus) {
        for (HduHeader hdu : hdus) {
            String naxis = hdu.value("NAXIS");
            if (hdu.kind() == HduHeader.Kind.IMAGE && naxis != null && !naxis.equals("0")) {
                return Kind.IMAGE;
            }
            if (hdu.kind() == HduHeader.Kind.BINTABLE || hdu.kind() == HduHeader.Kind.ASCII_TABLE) {
                return Kind.TABLE;
            }
        }
        return Kind.EMPTY;
    }
}
