package org.xingvo.ingest.preview;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn over an axis: one trace, or one for each arm of a spectrograph. Immutable.
 *
 * @param quantity of the axis
 * @param axisLabel for numbers without a known unit
 * @param valueLabel of the values, with their unit if it is known
 * @param traces not to be changed
 */
record Spectrum(Quantity quantity, String axisLabel, String valueLabel, List<Trace> traces) {

    /** Values over the axis, both of one length; NaN: none. */
    record Trace(double[] x, double[] y) {}

    Spectrum {
        traces = List.copyOf(traces);
    }

    /** "Flux [unit]", or "Flux" when the unit is not said. */
    static String label(String words, @Nullable String unit) {
        return unit == null
                        || unit.isBlank()
                        || unit.strip().equals("-9999")
                        || unit.strip().equalsIgnoreCase(words)
                ? words
                : words + " [" + unit.strip() + "]";
    }
}
