/**
 * The index: name to record, kept in LMDB, and how far each volume is indexed. Disposable: everything in it comes from
 * the volumes and can be made again. The only package that sees lmdbjava. Thread rule: reads from any thread, changes
 * from one at a time. Not here: what a volume looks like, when to rebuild.
 */
@NullMarked
package org.xingvo.storage.index;

import org.jspecify.annotations.NullMarked;
