package org.xingvo.ingest.fits;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The smallest and the largest value of a table's column that is a spectral axis. Immutable.
 *
 * @param column TTYPE in upper case
 * @param unit TUNIT, or null
 * @param min of all finite values above zero: padding is not the sky
 * @param max of the same
 * @param count how many there are
 */
public record ColumnRange(String column, @Nullable String unit, double min, double max, long count) {
    /** Columns that are read for their range when they pass by. */
    static final Set<String> NAMES = Set.of(
            "LOGLAM",
            "LOGLAMBDA",
            "LOGWAVE",
            "WAVELENGTH",
            "WAVELENGTHS",
            "WAVELENGTH_AIR",
            "WAVELENGTH_VAC",
            "WAVE",
            "WAVES",
            "WAVE_AIR",
            "WAVE_VAC",
            "LAMBDA",
            "LAMBDA_AIR",
            "LAMBDA_VAC",
            "LAM",
            "WLEN",
            "SPECTRAL_AXIS",
            "FREQUENCY",
            "FREQ",
            "ENERGY",
            "ENERG_LO",
            "ENERG_HI",
            "E_MIN",
            "E_MAX");
}
