/**
 * Tables in files, of whatever form astronomers have them (STIL, and Hardwood for Parquet): read row by row, their columns
 * with types and metadata, where their positions are, cells encoded for PostgreSQL. Knows nothing of connections. Thread
 * rule: sources may be read by several threads part by part, all else is for one thread at a time unless it says more.
 * Governing documents: docs/catalogues.md, FITS 4.0 section 7.3, VOTable 1.4 section 2, PostgreSQL's COPY binary format.
 */
@NullMarked
package org.xingvo.tables;

import org.jspecify.annotations.NullMarked;
