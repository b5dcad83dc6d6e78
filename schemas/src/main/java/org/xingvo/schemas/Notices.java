package org.xingvo.schemas;

/** Channels of PostgreSQL's LISTEN and NOTIFY by which processes on one database tell each other of changes. */
public final class Notices {
    /** TAP_SCHEMA, or who sees what of it, is another since this commit. No payload. */
    public static final String SCHEMA = "xingvo_schema";

    private Notices() {}
}
