package org.xingvo.ingest.collection;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Identifiers that need no quotes in ADQL 2.1 (section 2.1.2) or PostgreSQL, made from keywords and from words of
 * people.
 */
public final class SqlNames {
    /** PostgreSQL cuts at 63; indexes and the table behind the view add to the name. */
    public static final int MAX_COLLECTION_NAME = 40;

    static final int MAX_COLUMN_NAME = 60;

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9]+");

    /** Reserved by SQL-92, by ADQL 2.1, or the name of a system column of PostgreSQL. */
    private static final Set<String> RESERVED = Set.of("""
            absolute action add all allocate alter and any are as asc assertion at authorization avg begin between bit
            bit_length both by cascade cascaded case cast catalog char character character_length char_length check
            close coalesce collate collation column commit connect connection constraint constraints continue convert
            corresponding count create cross current current_date current_time current_timestamp current_user cursor
            date day deallocate decimal declare default deferrable deferred delete desc describe descriptor
            diagnostics disconnect distinct domain double drop else end end-exec escape except exception exec execute
            exists external extract false fetch first float for foreign found from full get global go goto grant group
            having hour identity immediate in indicator initially inner input insensitive insert int integer intersect
            interval into is isolation join key language last leading left level like local lower match max min minute
            module month names national natural nchar next no not null nullif numeric octet_length of on only open
            option or order outer output overlaps pad partial position precision prepare preserve primary prior
            privileges procedure public read real references relative restrict revoke right rollback rows schema
            scroll second section select session session_user set size smallint some space sql sqlcode sqlerror
            sqlstate substring sum system_user table temporary then time timestamp timezone_hour timezone_minute to
            trailing transaction translate translation trim true union unique unknown update upper usage user using
            value values varchar varying view when whenever where with work write year zone
            abs acos area asin atan atan2 bigint bit_and bit_not bit_or bit_xor box ceiling centroid circle contains
            coord1 coord2 coordsys cos cot degrees distance exp floor ilike in_unit intersects log log10 mod offset pi
            point polygon power radians rand region round sign sin sqrt tan top truncate
            ctid xmin xmax cmin cmax tableoid oid""".strip().split("\\s+"));

    private SqlNames() {}

    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** True for a name that a collection may have. */
    public static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches() && name.length() <= MAX_COLLECTION_NAME && !isReserved(name);
    }

    /** True for a name that a column may have. */
    public static boolean isColumnName(String name) {
        return IDENTIFIER.matcher(name).matches() && name.length() <= MAX_COLUMN_NAME && !isReserved(name);
    }

    /**
     * The column of a keyword: lower case, everything but letters and digits an underscore, {@code HIERARCH} left
     * out, {@code k} before what is no letter, an underscore behind a reserved word, a number behind a taken name.
     */
    public static String column(String keyword, Predicate<String> taken) {
        String bare = keyword.startsWith("HIERARCH ") ? keyword.substring(9) : keyword;
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < bare.length() && name.length() < MAX_COLUMN_NAME - 6; i++) {
            char c = Character.toLowerCase(bare.charAt(i));
            name.append(c < 0x80 && Character.isLetterOrDigit(c) ? c : '_');
        }
        if (name.isEmpty() || name.charAt(0) < 'a' || name.charAt(0) > 'z') {
            name.insert(0, 'k');
        }
        if (isReserved(name.toString())) {
            name.append('_');
        }
        return free(name.toString(), taken);
    }

    /** Words in lower case joined by underscores, at most so long, cut between words; "" when nothing is left. */
    public static String slug(String words, int maxLength) {
        String joined = FOREIGN.matcher(words.strip().toLowerCase(Locale.ROOT)).replaceAll("_");
        StringBuilder slug = new StringBuilder();
        for (String word : joined.split("_", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (slug.isEmpty()) {
                slug.append(word, 0, Math.min(word.length(), maxLength));
            } else if (slug.length() + 1 + word.length() <= maxLength) {
                slug.append('_').append(word);
            } else {
                break;
            }
        }
        return slug.toString();
    }

    /** The name itself, or with the first number from 2 that makes it free. */
    static String free(String name, Predicate<String> taken) {
        String candidate = name;
        for (int n = 2; taken.test(candidate); n++) {
            candidate = name.endsWith("_") ? name + n : name + "_" + n;
        }
        return candidate;
    }
}
