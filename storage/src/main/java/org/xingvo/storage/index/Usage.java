package org.xingvo.storage.index;

/**
 * How many things are in use and how many bytes they have: of a collection its objects and their original lengths, of a
 * volume the blocks a name leads to, headers and all. Immutable.
 */
public record Usage(long count, long bytes) {
    public static final Usage NONE = new Usage(0, 0);
}
