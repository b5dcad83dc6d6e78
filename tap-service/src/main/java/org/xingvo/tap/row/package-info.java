/**
 * Rows of an answer as PostgreSQL sends them, before they have a format. Knows no HTTP and no JDBC. Thread rule: one
 * thread at a time. Source: PostgreSQL's documentation of COPY, "Binary Format", and of the types' send functions.
 */
@NullMarked
package org.xingvo.tap.row;

import org.jspecify.annotations.NullMarked;
