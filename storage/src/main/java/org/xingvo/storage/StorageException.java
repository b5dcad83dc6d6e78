package org.xingvo.storage;

/** Root of what the store refuses. The message says what, where, expected, found. */
public abstract sealed class StorageException extends RuntimeException {
    StorageException(String message) {
        super(message);
    }

    /** The name is taken. */
    public static final class AlreadyExists extends StorageException {
        public AlreadyExists(String message) {
            super(message);
        }
    }

    /** There is no such collection. */
    public static final class NoSuchCollection extends StorageException {
        public NoSuchCollection(String message) {
            super(message);
        }
    }

    /** The body is not what was announced: length or digest. */
    public static final class BodyMismatch extends StorageException {
        public BodyMismatch(String message) {
            super(message);
        }
    }

    /** Bytes on disk are not what was written. */
    public static final class Damaged extends StorageException {
        public Damaged(String message) {
            super(message);
        }
    }

    /** The disk has no room for the body. */
    public static final class NoSpace extends StorageException {
        public NoSpace(String message) {
            super(message);
        }
    }

    /** The data directory is in use, of a newer version, or not ours. */
    public static final class Unusable extends StorageException {
        public Unusable(String message) {
            super(message);
        }
    }

    /** The body is longer than the store takes. */
    public static final class TooLarge extends StorageException {
        public TooLarge(String message) {
            super(message);
        }
    }

    /** There is no object of this name, or none that could be brought back. */
    public static final class NoSuchObject extends StorageException {
        public NoSuchObject(String message) {
            super(message);
        }
    }

    /** The collection is a copy that takes changes from elsewhere alone. */
    public static final class ReadOnly extends StorageException {
        public ReadOnly(String message) {
            super(message);
        }
    }

    /** The name holds other bytes than those the change was meant for. */
    public static final class Changed extends StorageException {
        public Changed(String message) {
            super(message);
        }
    }

    /** The collection would hold more than it may. */
    public static final class QuotaExceeded extends StorageException {
        public QuotaExceeded(String message) {
            super(message);
        }
    }
}
