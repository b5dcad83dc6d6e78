/**
 * Compression of the data of blocks: one frame in, one frame out, by the codes of docs/storage-format.md. Knows nothing
 * of volumes or of when compression is worth it. Everything here is immutable and thread-safe.
 */
@NullMarked
package org.xingvo.storage.codec;

import org.jspecify.annotations.NullMarked;
