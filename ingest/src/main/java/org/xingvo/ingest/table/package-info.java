/**
 * Catalogues as tables: files read row by row (STIL, and Hardwood for Parquet), their columns with types and metadata,
 * where their positions are, rows encoded for PostgreSQL and put into sky order with bounded memory. Knows nothing of
 * SQL connections: {@code ingest.load} does. Thread rule: sources may be read by several threads part by part, all else
 * is for one thread at a time unless it says more. Governing documents: docs/catalogues.md, FITS 4.0 section 7.3,
 * VOTable 1.4 section 2, PostgreSQL's COPY binary format.
 */
@NullMarked
package org.xingvo.ingest.table;

import org.jspecify.annotations.NullMarked;
