package org.xingvo.server.xs;

/** A request that is refused with a status and one sentence for its sender. */
final class XsFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    XsFault(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    static XsFault notFound(String what) {
        return new XsFault(404, what + ": not there");
    }
}
