package org.xingvo.storage.volume;

/** What a block records. UNDELETE and RENAME are reserved codes of format 1: not written yet. */
public enum Kind {
    /** An object, or one extent of it. */
    OBJECT(1),
    /** The name became free. */
    DELETE(2),
    UNDELETE(3),
    RENAME(4);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
