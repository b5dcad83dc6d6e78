package org.xingvo.vospace.node;

import java.util.Set;

/** The property URIs that the service knows (VOSpace 2.1, section 3.2, and those of CADC that its clients use). */
public final class Properties {
    public static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final String CADC = "ivo://cadc.nrc.ca/vospace/core#";

    public static final String DATE = CORE + "date";
    public static final String LENGTH = CORE + "length";
    public static final String MD5 = CORE + "MD5";
    public static final String CREATOR = CORE + "creator";
    public static final String TYPE = CORE + "type";
    public static final String IS_PUBLIC = CORE + "ispublic";
    public static final String PUBLIC_READ = CORE + "publicread";
    public static final String GROUP_READ = CORE + "groupread";
    public static final String GROUP_WRITE = CORE + "groupwrite";
    public static final String CTIME = CORE + "ctime";
    public static final String MTIME = CORE + "mtime";
    public static final String BTIME = CORE + "btime";
    public static final String QUOTA = CORE + "quota";
    public static final String AVAILABLE_SPACE = CORE + "availableSpace";
    public static final String IMMUTABLE = CORE + "immutable";
    public static final String IS_LOCKED = CADC + "islocked";
    public static final String INHERIT_PERMISSIONS = CADC + "inheritPermissions";
    /** On a container: how many old versions of each file in it are kept. */
    public static final String VERSIONS = "ivo://xingvo.org/vospace/core#versions";

    /** The name under which a query finds the table that a file is. */
    public static final String TABLE = "ivo://xingvo.org/vospace/core#table";
    /** Why a file that looks like a table is none. */
    public static final String TABLE_PROBLEM = "ivo://xingvo.org/vospace/core#tableproblem";

    public static final String READABLE = CADC + "readable";
    public static final String WRITABLE = CADC + "writable";

    /** Computed by the service: what a client sends back of them is ignored. */
    public static final Set<String> TIMES = Set.of(DATE, CTIME, MTIME, BTIME, READABLE, WRITABLE, TABLE, TABLE_PROBLEM);

    /** Computed by the service: sending back the same value is fine, another is refused. */
    public static final Set<String> FIXED = Set.of(LENGTH, MD5, CREATOR, QUOTA, AVAILABLE_SPACE);

    /** "true" or "false". */
    public static final Set<String> FLAGS = Set.of(IMMUTABLE, IS_LOCKED, INHERIT_PERMISSIONS);

    /** Who may read and write. */
    public static final Set<String> PERMISSIONS = Set.of(IS_PUBLIC, PUBLIC_READ, GROUP_READ, GROUP_WRITE);

    /** All names behind {@link #CORE} that have a meaning. */
    public static final Set<String> CORE_NAMES = Set.of(
            "title",
            "creator",
            "subject",
            "description",
            "publisher",
            "contributor",
            "date",
            "type",
            "format",
            "identifier",
            "source",
            "language",
            "relation",
            "coverage",
            "rights",
            "availableSpace",
            "groupread",
            "groupwrite",
            "publicread",
            "quota",
            "length",
            "mtime",
            "ctime",
            "btime",
            "MD5",
            "immutable",
            "ispublic",
            "encoding",
            "content-date");

    private Properties() {}
}
