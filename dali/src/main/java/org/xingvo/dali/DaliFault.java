package org.xingvo.dali;

import java.util.Objects;

/**
 * A request that cannot be answered. The message is meant for the user: what, where, expected, found; it holds nothing
 * that the user may not know.
 */
public final class DaliFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble, with its HTTP status and its name in DataLink 1.1, section 3.4. */
    public enum Kind {
        USAGE(400, "UsageFault"),
        /** The caller did not say who he is. */
        UNAUTHORIZED(401, "UsageFault"),
        FORBIDDEN(403, "UsageFault"),
        NOT_FOUND(404, "NotFoundFault"),
        NOT_ACCEPTED(415, "UsageFault"),
        TOO_LARGE(413, "UsageFault"),
        /** The time limit of a query. */
        TIME_LIMIT(408, "TransientFault"),
        /** Come again later. */
        OVERLOADED(503, "TransientFault"),
        /** What is asked about was changed while the answer was being prepared; asked again it may be answered. */
        CHANGED(503, "TransientFault"),
        /** Our own mistake. */
        FATAL(500, "FatalFault");

        private final int status;
        private final String faultName;

        Kind(int status, String faultName) {
            this.status = status;
            this.faultName = faultName;
        }

        /** Status of HTTP. */
        public int status() {
            return status;
        }

        public String faultName() {
            return faultName;
        }
    }

    private final Kind kind;

    public DaliFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public DaliFault(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), kind.faultName());
    }

    public Kind kind() {
        return kind;
    }
}
