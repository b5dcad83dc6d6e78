/**
 * From the headers of one file to what an astronomer asks of it: position, footprint, time, spectral range,
 * names. Pure functions; no SQL, no I/O. Sources: ObsCore 1.1, FITS WCS papers I-IV.
 */
@NullMarked
package org.xingvo.ingest.obscore;

import org.jspecify.annotations.NullMarked;
