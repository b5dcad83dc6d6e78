package org.xingvo.schemas;

/** Which sky geometry the operator wants. */
public enum Preference {
    /** What the database was set up with; a new one gets pgSphere where it can be had, else cube. */
    AUTO,
    /** pgSphere or a refusal. */
    PGSPHERE,
    CUBE
}
