package org.xingvo.scs;

import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.Shown;

/**
 * A cone search as asked (Simple Cone Search 1.03, section 2.1). Immutable.
 *
 * @param raDeg ICRS, 0 to 360
 * @param decDeg ICRS, -90 to 90
 * @param radiusDeg 0 to 180; 0 asks for the columns only
 * @param verbosity 1 to 3
 */
record Cone(double raDeg, double decDeg, double radiusDeg, int verbosity) {

    static Cone of(Parameters parameters) {
        return new Cone(
                number(parameters, "RA", 0, 360),
                number(parameters, "DEC", -90, 90),
                number(parameters, "SR", 0, 180),
                verbosity(parameters));
    }

    private static double number(Parameters parameters, String name, double least, double most) {
        String text = parameters.required(name).strip();
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= least && value <= most)) {
            throw new DaliFault(
                    DaliFault.Kind.USAGE,
                    "Parameter %s: expected a number from %.0f to %.0f, found '%s'"
                            .formatted(name, least, most, Shown.of(text)));
        }
        return value == 0 ? 0.0 : value;
    }

    private static int verbosity(Parameters parameters) {
        String text = parameters.first("VERB").orElse("2").strip();
        if (!text.matches("[123]")) {
            throw new DaliFault(
                    DaliFault.Kind.USAGE, "Parameter VERB: expected 1, 2 or 3, found '%s'".formatted(Shown.of(text)));
        }
        return Integer.parseInt(text);
    }
}
