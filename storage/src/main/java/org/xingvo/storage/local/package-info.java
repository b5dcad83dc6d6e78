/**
 * The store on local disks: takes bodies in, commits them in groups (volume, sync, index, acknowledgement, in this
 * order), reads them back. Knows volumes and index by their interfaces. Thread rule: {@link LocalStore} is thread-safe;
 * an interrupt of a caller never reaches a volume. Format: docs/storage-format.md.
 */
@NullMarked
package org.xingvo.storage.local;

import org.jspecify.annotations.NullMarked;
