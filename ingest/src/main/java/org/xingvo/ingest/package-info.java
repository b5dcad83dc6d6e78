/**
 * The pipeline: from directories, or from the queue of uploads, to stored bytes and catalogue rows, and a report of
 * what became of every file. One file has one outcome; nothing of a refused file is catalogued. Order for each file:
 * headers read, bytes stored and synced, rows committed; every step is safe to repeat. SQL is in
 * {@code ingest.load}, headers in {@code ingest.fits}. Thread rule: the public classes are thread-safe, but one run
 * at a time makes sense.
 */
@NullMarked
package org.xingvo.ingest;

import org.jspecify.annotations.NullMarked;
