package org.xingvo.dali.uws;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a job is in its life (UWS 1.1, section 2.1.3), and where it may go from there. */
public enum Phase {
    /** Made, and still to be changed; waits for its owner's word. */
    PENDING,
    /** To be run as soon as there is room. */
    QUEUED,
    EXECUTING,
    COMPLETED,
    ERROR,
    ABORTED,
    /** The rest are of the standard, and no job of this server is ever in them. */
    HELD,
    SUSPENDED,
    ARCHIVED,
    UNKNOWN;

    /** The phases that may follow this one. From EXECUTING back to QUEUED goes a job whose server died. */
    public Set<Phase> next() {
        return switch (this) {
            case PENDING -> Set.of(QUEUED, ABORTED);
            case QUEUED -> Set.of(EXECUTING, ABORTED, ERROR);
            case EXECUTING -> Set.of(COMPLETED, ERROR, ABORTED, QUEUED);
            case COMPLETED, ERROR, ABORTED, HELD, SUSPENDED, ARCHIVED, UNKNOWN -> Set.of();
        };
    }

    /** True while something may still happen to the job, so that waiting for it makes sense (section 2.2.1.2). */
    public boolean active() {
        return !next().isEmpty();
    }

    /** The phase of this name in any case. */
    public static Optional<Phase> named(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        for (Phase each : values()) {
            if (each.name().equals(upper)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
