/**
 * A synthetic survey for a first look, for tests and for benchmarks: files as a spectroscopic survey publishes them,
 * with invented stars. Knows nothing of the catalogue or the store. Thread rule: stateless. The header layout is that
 * of the public LAMOST data model (DR2, one-dimensional spectra).
 */
@NullMarked
package org.xingvo.ingest.demo;

import org.jspecify.annotations.NullMarked;
