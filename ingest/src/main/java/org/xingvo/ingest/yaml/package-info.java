/**
 * YAML that people write: read as nodes, so that every problem is told with its line and the path of its key, and all
 * problems of a file are told at once. One thread at a time.
 */
@NullMarked
package org.xingvo.ingest.yaml;

import org.jspecify.annotations.NullMarked;
