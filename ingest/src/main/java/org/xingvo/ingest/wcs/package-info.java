/**
 * World coordinates: from pixels to ICRS, and from the spectral axis to wavelengths, as headers say it. No names of
 * targets, no ObsCore, no I/O. Everything is immutable and thread-safe. Sources: Greisen &amp; Calabretta 2002
 * (paper I), Calabretta &amp; Greisen 2002 (paper II), Greisen et al. 2006 (paper III), FITS Standard 4.0 section 8.
 */
@NullMarked
package org.xingvo.ingest.wcs;

import org.jspecify.annotations.NullMarked;
