/**
 * What a query means to PostgreSQL's SQL and bind values. Names come from the catalogue or are made here, constants
 * are binds: nothing that the user wrote enters the text. The only place where values are printed as literals is
 * {@code SqlText}. One thread at a time. See docs/decisions/0013-visibility-in-queries.md for what keeps a query from
 * telling of rows that its caller may not see.
 */
@NullMarked
package org.xingvo.adql.sql;

import org.jspecify.annotations.NullMarked;
