package org.xingvo.storage.volume;

/** Codes of the header's compression byte. Only {@link #NONE} is written today; the others are kept free for it. */
public enum Compression {
    NONE(0),
    GZIP(1),
    ZSTD(2),
    LZ4(3),
    SNAPPY(4);

    private final int code;

    Compression(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
