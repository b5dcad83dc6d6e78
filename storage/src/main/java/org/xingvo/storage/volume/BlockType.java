package org.xingvo.storage.volume;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The registry of the header's 16-bit type codes (docs/storage-format.md, "Types"): what the bytes are, for a reader of
 * volumes alone. A code is never given to anything else.
 */
public enum BlockType {
    UNKNOWN(0, Kept.OPEN),
    FITS(1, Kept.OPEN, "application/fits", "image/fits", "application/x-fits", "image/x-fits"),
    CSV(2, Kept.OPEN, "text/csv"),
    PNG(3, Kept.COMPRESSED, "image/png"),
    VOTABLE(4, Kept.OPEN, "application/x-votable+xml", "text/x-votable+xml"),
    JPEG(5, Kept.COMPRESSED, "image/jpeg", "image/jpg"),
    TEXT(6, Kept.OPEN, "text/plain"),
    JSON(7, Kept.OPEN, "application/json"),
    XML(8, Kept.OPEN, "application/xml", "text/xml"),
    PDF(9, Kept.OPEN, "application/pdf"),
    HTML(10, Kept.OPEN, "text/html", "application/xhtml+xml"),
    GZIP(11, Kept.COMPRESSED, "application/gzip", "application/x-gzip"),
    ECSV(12, Kept.OPEN, "text/x-ecsv", "text/ecsv", "application/x-ecsv"),
    TSV(13, Kept.OPEN, "text/tab-separated-values"),
    PARQUET(14, Kept.OPEN, "application/vnd.apache.parquet", "application/x-parquet", "application/parquet"),
    ARROW(15, Kept.OPEN, "application/vnd.apache.arrow.file", "application/vnd.apache.arrow.stream"),
    HDF5(16, Kept.OPEN, "application/x-hdf5", "application/x-hdf", "application/hdf5"),
    NETCDF(17, Kept.OPEN, "application/netcdf", "application/x-netcdf"),
    ASDF(18, Kept.OPEN, "application/asdf", "application/x-asdf"),
    NUMPY(19, Kept.OPEN, "application/x-npy", "application/x-numpy"),
    SQLITE(20, Kept.OPEN, "application/vnd.sqlite3", "application/x-sqlite3"),
    GIF(21, Kept.COMPRESSED, "image/gif"),
    TIFF(22, Kept.OPEN, "image/tiff"),
    WEBP(23, Kept.COMPRESSED, "image/webp"),
    SVG(24, Kept.OPEN, "image/svg+xml"),
    JPEG2000(25, Kept.COMPRESSED, "image/jp2", "image/jpx", "image/jph"),
    AVIF(26, Kept.COMPRESSED, "image/avif"),
    JPEGXL(27, Kept.COMPRESSED, "image/jxl"),
    BMP(28, Kept.OPEN, "image/bmp"),
    MP4(29, Kept.COMPRESSED, "video/mp4"),
    WEBM(30, Kept.COMPRESSED, "video/webm"),
    POSTSCRIPT(31, Kept.OPEN, "application/postscript"),
    MARKDOWN(32, Kept.OPEN, "text/markdown"),
    YAML(33, Kept.OPEN, "application/yaml", "application/x-yaml", "text/yaml"),
    LATEX(34, Kept.OPEN, "application/x-latex", "application/x-tex", "text/x-tex"),
    NOTEBOOK(35, Kept.OPEN, "application/x-ipynb+json"),
    BZIP2(36, Kept.COMPRESSED, "application/x-bzip2", "application/bzip2", "application/x-bzip"),
    XZ(37, Kept.COMPRESSED, "application/x-xz"),
    ZSTD(38, Kept.COMPRESSED, "application/zstd"),
    ZIP(39, Kept.COMPRESSED, "application/zip", "application/x-zip-compressed"),
    TAR(40, Kept.OPEN, "application/x-tar", "application/tar"),
    SEVEN_ZIP(41, Kept.COMPRESSED, "application/x-7z-compressed"),
    COMPRESS(42, Kept.COMPRESSED, "application/x-compress");

    /** Whether such bytes can be made smaller. */
    private enum Kept {
        /** Perhaps. */
        OPEN,
        /** They are compressed already. */
        COMPRESSED
    }

    private static final Map<String, BlockType> BY_MEDIA_TYPE = new HashMap<>();

    static {
        for (BlockType type : values()) {
            for (String mediaType : type.mediaTypes) {
                BY_MEDIA_TYPE.put(mediaType, type);
            }
        }
    }

    private final int code;
    private final Kept kept;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> mediaTypes;

    BlockType(int code, Kept kept, String... mediaTypes) {
        this.code = code;
        this.kept = kept;
        this.mediaTypes = List.of(mediaTypes);
    }

    public int code() {
        return code;
    }

    /** Whether bytes of the type are compressed by nature, so that nobody need try again. */
    public boolean compressed() {
        return kept == Kept.COMPRESSED;
    }

    /** The media types that mean this type, the usual one first, in lower case. */
    public List<String> mediaTypes() {
        return mediaTypes;
    }

    /** The type of a media type, its parameters left aside. */
    public static BlockType of(String mediaType) {
        int end = mediaType.indexOf(';');
        String bare =
                (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return BY_MEDIA_TYPE.getOrDefault(bare, UNKNOWN);
    }
}
