package org.xingvo.storage.index;

import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a name that is free. Immutable.
 *
 * @param sequence of the change that freed it
 * @param moved the object lives on under another name
 * @param last what the name meant, to be brought back while its volumes are there; null: not known or moved
 */
public record Freed(long sequence, boolean moved, @Nullable IndexRecord last) {}
