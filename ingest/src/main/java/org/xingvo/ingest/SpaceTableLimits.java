package org.xingvo.ingest;

import java.time.Duration;

/**
 * What tables of the space may be. Immutable.
 *
 * @param bytes most bytes of a file, unpacked
 * @param rows most rows of a table
 * @param columns most columns of a table
 * @param tables most tables of one owner; 0: no file becomes a table
 * @param ownerBytes most bytes of all files of one owner that are tables
 * @param time longest time that one load may take
 * @param listed most tables of files that TAP_SCHEMA tells one caller of; others are there for who knows their names
 */
public record SpaceTableLimits(
        long bytes, long rows, int columns, int tables, long ownerBytes, Duration time, int listed) {
    public static final SpaceTableLimits DEFAULT =
            new SpaceTableLimits(1L << 30, 20_000_000, 1000, 1000, 16L << 30, Duration.ofMinutes(30), 1000);

    public SpaceTableLimits {
        if (bytes < 1 || rows < 1 || columns < 1 || tables < 0 || ownerBytes < 1 || !time.isPositive() || listed < 1) {
            throw new IllegalArgumentException("tables of the space: expected positive limits, found " + bytes + ", "
                    + rows + ", " + columns + ", " + tables + ", " + ownerBytes + ", " + time + ", " + listed);
        }
    }
}
