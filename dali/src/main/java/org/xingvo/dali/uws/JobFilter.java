package org.xingvo.dali.uws;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.Shown;

/**
 * Which jobs of a list to show (UWS 1.1, section 2.2.2.1), the youngest first. Immutable.
 *
 * @param phases empty: any
 * @param after only those made later; null: any
 * @param last at most so many
 */
record JobFilter(Set<Phase> phases, @Nullable Instant after, int last) {
    /** Jobs in a list when the request does not say: some clients fetch it after every deletion. */
    static final int STANDARD = 100;

    static final int MOST = 10_000;

    JobFilter {
        phases = Set.copyOf(phases);
    }

    static JobFilter of(Parameters parameters) {
        EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
        for (String value : parameters.all("PHASE")) {
            if (!value.isBlank()) {
                phases.add(phase(value));
            }
        }
        return new JobFilter(
                phases,
                parameters
                        .first("AFTER")
                        .map(value -> JobTimes.parse("AFTER", value))
                        .orElse(null),
                parameters.first("LAST").map(JobFilter::last).orElse(STANDARD));
    }

    static Phase phase(String value) {
        return Phase.named(value)
                .orElseThrow(() -> new DaliFault(
                        Kind.USAGE, "Parameter PHASE: expected a phase of UWS, found '%s'".formatted(Shown.of(value))));
    }

    private static int last(String value) {
        String digits = value.strip();
        if (!digits.matches("0*[1-9][0-9]*")) {
            throw new DaliFault(
                    Kind.USAGE,
                    "Parameter LAST: expected a whole number from 1, found '%s'".formatted(Shown.of(value)));
        }
        return digits.length() > 9 ? MOST : Math.min(Integer.parseInt(digits), MOST);
    }
}
