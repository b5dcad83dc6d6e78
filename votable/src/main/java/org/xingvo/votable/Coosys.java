package org.xingvo.votable;

/**
 * The frame that position columns refer to (VOTable 1.4, section 3.3). Immutable.
 *
 * @param id XML id
 * @param system "ICRS" in this archive
 */
public record Coosys(String id, String system) {}
