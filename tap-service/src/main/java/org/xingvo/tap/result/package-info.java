/**
 * From the rows of a query to the bytes of an answer: VOTable, CSV, TSV, with the remarks that clients look for.
 * Knows no HTTP and no SQL. Thread rule: one thread at a time. Source: DALI 1.1, section 4; TAP 1.1, section 3.
 */
@NullMarked
package org.xingvo.tap.result;

import org.jspecify.annotations.NullMarked;
