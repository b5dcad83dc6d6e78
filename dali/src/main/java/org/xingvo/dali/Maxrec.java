package org.xingvo.dali;

/**
 * How many rows an answer may have (DALI 1.1, section 3.4.4). Immutable.
 *
 * @param standard when the request does not say
 * @param hard never more, whatever the request says
 */
public record Maxrec(long standard, long hard) {
    public Maxrec {
        if (standard < 0 || hard < standard) {
            throw new IllegalArgumentException(
                    "MAXREC: expected 0 <= default <= hard limit, found %d and %d".formatted(standard, hard));
        }
    }

    /** The limit for a request; more than the hard limit is clipped to it, as clients always ask for "all". */
    public long of(Parameters parameters) {
        String text = parameters.first("MAXREC").orElse(null);
        if (text == null) {
            return standard;
        }
        String digits = text.strip();
        if (!digits.matches("\\+?\\d+")) {
            throw new DaliFault(
                    DaliFault.Kind.USAGE,
                    "Parameter MAXREC: expected a whole number from 0, found '%s'".formatted(Shown.of(text)));
        }
        return digits.length() > 18 ? hard : Math.min(Long.parseLong(digits), hard);
    }
}
