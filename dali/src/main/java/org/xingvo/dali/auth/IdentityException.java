package org.xingvo.dali.auth;

import java.time.Duration;

/** Root of what the identity tables refuse. The message says what, expected, found, and never holds a secret. */
public abstract sealed class IdentityException extends RuntimeException {
    IdentityException(String message) {
        super(message);
    }

    IdentityException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The request names nobody: answer {@link #status}, with challenges where that is 401. */
    public static sealed class BadCredentials extends IdentityException {
        public BadCredentials(String message) {
            super(message);
        }

        /** The status of HTTP for it. */
        public int status() {
            return 401;
        }

        /** Seconds after which it is worth to ask again; 0: no matter when. */
        public long retryAfterSeconds() {
            return 0;
        }

        /** First word of the answer, as VOSpace names faults. */
        public String fault() {
            return "NotAuthenticated";
        }
    }

    /** Credentials that are not looked at, because of the way they came: other ones do not help. */
    public static final class WrongWay extends BadCredentials {
        public WrongWay(String message) {
            super(message);
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String fault() {
            return "PermissionDenied";
        }
    }

    /** Too many came that were wrong, or too many at once: these are not looked at. */
    public static final class TooMany extends BadCredentials {
        private final long seconds;

        public TooMany(String message, Duration wait) {
            super(message);
            this.seconds = Math.max(1, wait.toSeconds());
        }

        /** RFC 6585, section 4. */
        @Override
        public int status() {
            return 429;
        }

        @Override
        public long retryAfterSeconds() {
            return seconds;
        }

        @Override
        public String fault() {
            return "TooManyRequests";
        }
    }

    /** The caller is known and may not do it: answer 403. */
    public static final class NotAllowed extends IdentityException {
        public NotAllowed(String message) {
            super(message);
        }
    }

    /** The name is taken, malformed, or unknown. */
    public static final class Refused extends IdentityException {
        public Refused(String message) {
            super(message);
        }
    }

    /** The database or the token file did not answer. */
    public static final class Unavailable extends IdentityException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
