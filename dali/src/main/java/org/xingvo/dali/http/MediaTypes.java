package org.xingvo.dali.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which media type a file has, and which of them a browser may show in place. */
public final class MediaTypes {
    /** What says nothing. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_SUFFIX = Map.ofEntries(
            Map.entry("fits", "application/fits"),
            Map.entry("fit", "application/fits"),
            Map.entry("fts", "application/fits"),
            Map.entry("fz", "application/fits"),
            Map.entry("gz", "application/gzip"),
            Map.entry("bz2", "application/x-bzip2"),
            Map.entry("z", "application/x-compress"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("zip", "application/zip"),
            Map.entry("vot", "application/x-votable+xml"),
            Map.entry("votable", "application/x-votable+xml"),
            Map.entry("xml", "application/xml"),
            Map.entry("csv", "text/csv"),
            Map.entry("tsv", "text/tab-separated-values"),
            Map.entry("txt", "text/plain"),
            Map.entry("log", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("json", "application/json"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("parquet", "application/vnd.apache.parquet"));

    /** Types that clients send when they do not know. */
    private static final Set<String> SAYS_NOTHING =
            Set.of(UNKNOWN, "application/x-www-form-urlencoded", "binary/octet-stream", "application/binary");

    private static final Set<String> HARMLESS =
            Set.of("image/png", "image/jpeg", "image/gif", "text/plain", "text/csv", "text/tab-separated-values");

    private static final Pattern WELL_FORMED =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,63}/[A-Za-z0-9!#$&^_.+-]{1,63}( *;[\\x20-\\x7e]{0,100})?");

    private MediaTypes() {}

    /**
     * The type to keep with a file.
     *
     * @param declared by the client; null: not at all
     * @param before the type that a user has set; null: none
     * @param start the first bytes
     */
    public static String of(@Nullable String declared, @Nullable String before, String fileName, byte[] start) {
        if (declared != null && !SAYS_NOTHING.contains(bare(declared)) && isWellFormed(declared.strip())) {
            return declared.strip();
        }
        if (before != null) {
            return before;
        }
        int dot = fileName.lastIndexOf('.');
        String known =
                dot < 0 ? null : BY_SUFFIX.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        return startsWith(start, "SIMPLE  =") ? "application/fits" : UNKNOWN;
    }

    /** True if a browser may show it without running anything. */
    public static boolean showsInPlace(String mediaType) {
        return HARMLESS.contains(bare(mediaType));
    }

    private static String bare(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** True for type/subtype, perhaps with a parameter. */
    public static boolean isWellFormed(String mediaType) {
        return WELL_FORMED.matcher(mediaType).matches();
    }

    private static boolean startsWith(byte[] bytes, String text) {
        if (bytes.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
