/**
 * The public face of the store: objects named by collection and path, put durably, read by range. Append-only
 * volumes and the LMDB index are behind it, in packages that nobody else imports. Nothing here assumes append
 * or rename on the medium. Thread rule: a Store is thread-safe. Format: docs/storage-format.md.
 */
@NullMarked
package org.xingvo.storage;

import org.jspecify.annotations.NullMarked;
