package org.xingvo.adql;

import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;

/**
 * What the compiler needs to know beside the text. Immutable.
 *
 * @param maxRows the statement returns at most that many rows, whatever TOP says (MAXREC + 1 to see an
 *     overflow); -1: no limit but TOP
 */
public record CompileOptions(SkyDialect dialect, Visibility visibility, long maxRows, Limits limits) {
    public static final long NO_LIMIT = -1;

    public CompileOptions(SkyDialect dialect, Visibility visibility, long maxRows) {
        this(dialect, visibility, maxRows, Limits.DEFAULT);
    }

    public CompileOptions {
        if (maxRows < NO_LIMIT) {
            throw new IllegalArgumentException("maxRows " + maxRows);
        }
    }

    /**
     * Beyond these a query is refused with category LIMIT.
     *
     * @param characters of the text
     * @param depth of nested parentheses, operators, sub-queries
     * @param tables references of tables in the whole query
     * @param selectItems columns of any one select list after {@code *} is written out (PostgreSQL stops at 1664)
     * @param constants bind values of the whole query (the protocol stops at 65535)
     */
    public record Limits(int characters, int depth, int tables, int selectItems, int constants) {
        public static final Limits DEFAULT = new Limits(1 << 20, 100, 64, 1600, 30_000);
    }
}
