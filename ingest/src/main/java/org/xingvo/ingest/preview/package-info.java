/**
 * Pictures of FITS files for people: images stretched by zscale with an arrow to north and east, spectra over their
 * wavelength with the lines of the fitted class. A file comes as a stream and leaves as a PNG; memory is bounded by the
 * limits of {@link org.xingvo.ingest.preview.PreviewLimits}, not by the file. No store, no SQL, no HTTP, no display.
 */
@NullMarked
package org.xingvo.ingest.preview;

import org.jspecify.annotations.NullMarked;
