package org.xingvo.storage.volume;

import java.util.List;
import java.util.Locale;

/** The registry of the header's 16-bit type codes: what the bytes are, for a reader of volumes alone. */
public enum BlockType {
    UNKNOWN(0),
    FITS(1, "application/fits", "image/fits"),
    CSV(2, "text/csv"),
    PNG(3, "image/png"),
    VOTABLE(4, "application/x-votable+xml", "text/x-votable+xml"),
    JPEG(5, "image/jpeg"),
    TEXT(6, "text/plain"),
    JSON(7, "application/json"),
    XML(8, "application/xml", "text/xml"),
    PDF(9, "application/pdf"),
    HTML(10, "text/html"),
    GZIP(11, "application/gzip", "application/x-gzip");

    private final int code;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> mediaTypes;

    BlockType(int code, String... mediaTypes) {
        this.code = code;
        this.mediaTypes = List.of(mediaTypes);
    }

    public int code() {
        return code;
    }

    /** The type of a media type, its parameters left aside. */
    public static BlockType of(String mediaType) {
        int end = mediaType.indexOf(';');
        String bare =
                (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        for (BlockType type : values()) {
            if (type.mediaTypes.contains(bare)) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
