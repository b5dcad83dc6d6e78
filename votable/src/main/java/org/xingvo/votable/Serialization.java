package org.xingvo.votable;

/** How the cells are written (VOTable 1.4, section 5). BINARY is for old readers: it has no nulls but special values. */
public enum Serialization {
    TABLEDATA,
    BINARY,
    BINARY2
}
