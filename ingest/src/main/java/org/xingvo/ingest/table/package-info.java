/**
 * Catalogues as tables of the database: the columns that the tables of several files have together, and their rows put into
 * sky order with bounded memory. Knows nothing of SQL connections: {@code ingest.load} does. For one thread at a time
 * unless it says more. Governing document: docs/catalogues.md.
 */
@NullMarked
package org.xingvo.ingest.table;

import org.jspecify.annotations.NullMarked;
