/**
 * Copies of collections: to a directory, from one, between stores. A volume only grows below its mark, so a copy is a
 * prefix of it and what is new is its tail. Sources and targets are small interfaces; {@link
 * org.xingvo.storage.copy.CollectionCopy} brings any target up to any source. Not here: HTTP, when to copy.
 */
@NullMarked
package org.xingvo.storage.copy;

import org.jspecify.annotations.NullMarked;
