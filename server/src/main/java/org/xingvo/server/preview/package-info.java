/**
 * The door {@code /previews}: pictures of catalogued files, made when somebody asks for the first time, or behind the
 * ingest, and kept in a collection of the store that can be thrown away at any time. Thread-safe; must run on threads that may wait.
 */
@NullMarked
package org.xingvo.server.preview;

import org.jspecify.annotations.NullMarked;
