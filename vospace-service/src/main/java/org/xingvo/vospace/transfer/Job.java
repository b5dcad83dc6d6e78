package org.xingvo.vospace.transfer;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.xml.TransferDocument;

/**
 * One transfer and how far it is. Immutable.
 *
 * @param owner null: anonymous
 * @param asked as the client wrote it
 * @param agreed with endpoints; null: not negotiated, or refused
 * @param fault exact name of the fault; null: none
 * @param error message, beginning with the name; null: none
 */
public record Job(
        String id,
        @Nullable String owner,
        Phase phase,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        TransferDocument asked,
        @Nullable TransferDocument agreed,
        @Nullable String fault,
        @Nullable String error) {
    /** How long a job is remembered. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** Phases of UWS that a transfer goes through. */
    public enum Phase {
        PENDING,
        EXECUTING,
        COMPLETED,
        ERROR,
        ABORTED;

        public boolean isFinal() {
            return this == COMPLETED || this == ERROR || this == ABORTED;
        }
    }

    static Job pending(String id, @Nullable String owner, TransferDocument asked, Instant now) {
        return new Job(id, owner, Phase.PENDING, now, null, null, asked, null, null, null);
    }

    Job executing(TransferDocument negotiated, Instant now) {
        return new Job(id, owner, Phase.EXECUTING, created, now, null, asked, negotiated, null, null);
    }

    Job failed(String faultName, String message, Instant now) {
        return new Job(id, owner, Phase.ERROR, created, started, now, asked, agreed, faultName, message);
    }

    Job ended(Phase last, Instant now) {
        return new Job(id, owner, last, created, started, now, asked, agreed, null, null);
    }

    /** The transfer document of the job: what was agreed, or what was asked without any protocol. */
    public TransferDocument document() {
        return agreed != null ? agreed : asked.withProtocols(java.util.List.of());
    }
}
