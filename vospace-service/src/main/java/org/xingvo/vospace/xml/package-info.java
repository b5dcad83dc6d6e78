/**
 * The documents of the service: read by a pull parser that knows neither DTD nor entities, with limits on size, depth and
 * number of elements; written as a stream, so that a container of any size passes. No HTTP, no SQL. Thread rule: readers
 * are thread-safe, a writer is for one thread. Governing documents: VOSpace 2.1, UWS 1.1, VOSI 1.1.
 */
@NullMarked
package org.xingvo.vospace.xml;

import org.jspecify.annotations.NullMarked;
