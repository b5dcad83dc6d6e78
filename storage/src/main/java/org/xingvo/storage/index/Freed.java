package org.xingvo.storage.index;

import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a name that is free. Immutable.
 *
 * @param sequence of the change that freed it
 * @param last what was deleted, to be brought back while its volumes are there; null: not known, or it lives on under
 *     another name
 */
public record Freed(long sequence, @Nullable IndexRecord last) {}
