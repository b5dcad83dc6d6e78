package org.xingvo.ingest.load;

/**
 * A file that is not in the catalogue, and why. Immutable.
 *
 * @param source the file as it was named to us
 * @param reason stable short code
 * @param detail what, where, expected, found
 */
public record Reject(String source, String reason, String detail) {
    private static final int MAX_DETAIL = 1000;

    public Reject {
        detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }
}
