package org.xingvo.schemas;

/** Channels of PostgreSQL's LISTEN and NOTIFY by which processes on one database tell each other of changes. */
public final class Notices {
    /** TAP_SCHEMA, or who sees what of it, is another since this commit. No payload. */
    public static final String SCHEMA = "xingvo_schema";

    /** Jobs are in another phase since this commit: id of a job, a blank, its phase or DELETED. */
    public static final String JOBS = "xingvo_jobs";

    /** Bytes of the space wait to become tables since this commit. No payload. */
    public static final String TABLES = "xingvo_tables";

    private Notices() {}
}
