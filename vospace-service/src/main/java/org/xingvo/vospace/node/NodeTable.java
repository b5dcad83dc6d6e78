package org.xingvo.vospace.node;

import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;

/**
 * A file that can be asked by TAP, or looks as if it could. Immutable.
 *
 * @param number of the table; null: it is none
 * @param refusal why not, for people; null: it is one
 */
public record NodeTable(@Nullable Integer number, @Nullable String refusal) {
    private static final String SCHEMA = "vos";

    /** The name of the table of a file in a query: its path below the home of all users. */
    public static String name(RequestPath path) {
        return name(path.from(1).plain().substring(1));
    }

    /** The same for a path that is cut and joined already. */
    public static String name(String below) {
        return SCHEMA + ".\"" + below.replace("\"", "\"\"") + '"';
    }
}
