package org.xingvo.votable;

/** How the cells are written (VOTable 1.4, section 5). BINARY is not written: BINARY2 has its nulls. */
public enum Serialization {
    TABLEDATA,
    BINARY2
}
