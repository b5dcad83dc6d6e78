package org.xingvo.tap.result;

import java.nio.file.Path;

/**
 * Where rows wait that a format has to see twice. Immutable.
 *
 * @param directory for files that live as long as their answer; has no names to be seen
 * @param limitBytes of one answer
 */
public record SpoolSpace(Path directory, long limitBytes) {
    /** The system's directory for temporary files, 4 GiB for an answer. */
    public static final SpoolSpace STANDARD = new SpoolSpace(Path.of(System.getProperty("java.io.tmpdir")), 4L << 30);
}
