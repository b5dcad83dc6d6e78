/**
 * Volumes: append-only files of blocks, byte for byte as docs/storage-format.md says, and the medium that holds
 * them. Knows nothing of names' meaning, of the index or of what is live. Thread rule: reads from any thread,
 * interrupted or not; one thread at a time appends to one lane of a collection.
 */
@NullMarked
package org.xingvo.storage.volume;

import org.jspecify.annotations.NullMarked;
