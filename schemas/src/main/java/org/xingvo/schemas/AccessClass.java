package org.xingvo.schemas;

/** The ids of access classes that are fixed by the schema. Rows carry a class, callers hold a set of them. */
public final class AccessClass {
    /** Everybody, anonymous callers included. */
    public static final int PUBLIC = 0;

    private AccessClass() {}
}
