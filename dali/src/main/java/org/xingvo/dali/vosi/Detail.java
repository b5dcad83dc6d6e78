package org.xingvo.dali.vosi;

/** How much a tables document says (VOSI 1.1, section 2.4). */
public enum Detail {
    /** Schemas and tables. */
    MIN,
    /** Columns and foreign keys too. */
    MAX
}
