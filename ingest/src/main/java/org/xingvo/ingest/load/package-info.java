/**
 * The SQL of ingest: collections and their tables, rows by binary COPY, rejects, the queue. Rows arrive encoded, so
 * that many threads may encode and one connection writes. Knows nothing of files or the store. Thread rule:
 * {@link org.xingvo.ingest.load.Catalogue} is thread-safe, row buffers are for one thread at a time. Governing
 * document: schemas/src/main/resources/sql/V1__archive.sql, TAP 1.1 section 4.
 */
@NullMarked
package org.xingvo.ingest.load;

import org.jspecify.annotations.NullMarked;
