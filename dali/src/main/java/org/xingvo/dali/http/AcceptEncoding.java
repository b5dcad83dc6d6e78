package org.xingvo.dali.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client says of content codings (RFC 9110, 12.5.3). */
public final class AcceptEncoding {
    private AcceptEncoding() {}

    /**
     * True if the header names a coding, with a quality that is not 0; a star names none that we have: whoever does not
     * name it need not know it.
     *
     * @param header its value; null: absent
     */
    public static boolean names(@Nullable String header, String coding) {
        if (header == null) {
            return false;
        }
        for (String item : header.split(",", -1)) {
            String[] parts = item.split(";", -1);
            if (parts[0].strip().equalsIgnoreCase(coding)) {
                return parts.length < 2
                        || !parts[1].strip().toLowerCase(Locale.ROOT).matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
