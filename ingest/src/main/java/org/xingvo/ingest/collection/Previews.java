package org.xingvo.ingest.collection;

import java.util.Locale;

/** When pictures of the data are made; the name in lower case is the word in the description. */
public enum Previews {
    NONE,
    /** When somebody asks for one. */
    LAZY,
    INGEST;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
