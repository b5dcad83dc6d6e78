/**
 * Care of a store: reads volumes into the index again, compares the two, prints a volume for a person. Not here:
 * serving. Thread rule: one thread at a time. Format: docs/storage-format.md.
 */
@NullMarked
package org.xingvo.storage.care;

import org.jspecify.annotations.NullMarked;
