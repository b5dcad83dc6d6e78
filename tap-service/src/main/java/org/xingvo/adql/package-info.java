/**
 * The front door of ADQL 2.1: text in, a checked query as SQL text and bind values out, or an
 * {@link org.xingvo.adql.AdqlException} that says what, where, expected, found.
 *
 * <p>Knows nothing of HTTP, JDBC or VOTable documents. Stages: {@code parse} makes the tree of what was written
 * ({@code ast}), {@code resolve} makes the tree of what it means ({@code query}), {@code sql} prints that and
 * nothing else. User text never enters the SQL: names in it come from the catalogue or are made up by the
 * printer, constants are bind values.
 *
 * <p>Thread rule: everything here is immutable or confined to one call. Document: ADQL 2.1.
 */
@NullMarked
package org.xingvo.adql;

import org.jspecify.annotations.NullMarked;
