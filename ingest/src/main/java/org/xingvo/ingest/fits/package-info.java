/**
 * FITS headers as records, read from a stream without the data. Tolerant of what real pipelines write; strict
 * in saying what was wrong. No sky, no SQL. Source: FITS Standard 4.0.
 */
@NullMarked
package org.xingvo.ingest.fits;

import org.jspecify.annotations.NullMarked;
