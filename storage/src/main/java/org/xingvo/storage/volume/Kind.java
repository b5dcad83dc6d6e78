package org.xingvo.storage.volume;

import org.jspecify.annotations.Nullable;

/** What a block records. UNDELETE and RENAME are written since format 2. */
public enum Kind {
    /** An object, or one extent of it. */
    OBJECT(1),
    /** The name became free. */
    DELETE(2),
    /** The name has the object again that the field "reference" leads to. */
    UNDELETE(3),
    /** The name has the object that the field "reference" leads to; the name it had before became free. */
    RENAME(4);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Null for a code that this program does not know. */
    public static @Nullable Kind of(int code) {
        for (Kind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
