package org.xingvo.schemas;

/** Which implementation of sky geometry the database has; the two must give equal answers. */
public enum SkyDialect {
    /** The pgSphere extension: spherical types with GiST on {@code spoint(radians(ra), radians(dec))}. */
    PGSPHERE,
    /** The contrib extension cube: unit vectors and chord distances; ships with every PostgreSQL. */
    CUBE
}
