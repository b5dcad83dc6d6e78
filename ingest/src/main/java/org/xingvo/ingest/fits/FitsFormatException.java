package org.xingvo.ingest.fits;

import java.io.IOException;

/** The bytes are not a FITS file that can be read as a whole; nothing of it is catalogued. */
public final class FitsFormatException extends IOException {
    private final String reason;

    /**
     * @param reason stable short code for tables of rejects, such as {@code not-fits}, {@code truncated}
     * @param message what, where, expected, found
     */
    public FitsFormatException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
