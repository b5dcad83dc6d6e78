package org.xingvo.ingest;

import java.nio.charset.StandardCharsets;

/** Identity and address of a dataset, made of its collection and path. Stable for as long as those are. */
public final class DatasetNames {
    private static final String UNRESERVED = "-._~/";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private DatasetNames() {}

    /** {@code ivo://<authority>/<collection>?<path>} (IVOA Identifiers 2.0, section 2.4), percent-encoded. */
    public static String publisherDid(String authority, String collection, String path) {
        return "ivo://" + authority + "/" + collection + "?" + encoded(path);
    }

    /** Below the public URL: {@code /files/data/<collection>/<path>}, percent-encoded. */
    public static String accessPath(String collection, String path) {
        return "/files/data/" + collection + "/" + encoded(path);
    }

    /** RFC 3986: everything but unreserved characters and '/' as its bytes in UTF-8. */
    static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return encoded.toString();
    }
}
