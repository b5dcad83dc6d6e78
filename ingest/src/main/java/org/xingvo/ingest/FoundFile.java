package org.xingvo.ingest;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One file of a scan. Immutable.
 *
 * @param file where it is
 * @param path its name in the archive: relative to the parent of the directory that was given, '/' separated
 * @param sizeBytes when it was found
 * @param modified when it was found
 */
record FoundFile(Path file, String path, long sizeBytes, Instant modified) {}
