package org.xingvo.dali.auth;

/** Root of what the identity tables refuse. The message says what, expected, found, and never holds a secret. */
public abstract sealed class IdentityException extends RuntimeException {
    IdentityException(String message) {
        super(message);
    }

    IdentityException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The Authorization header names nobody: answer 401. */
    public static final class BadCredentials extends IdentityException {
        public BadCredentials(String message) {
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
