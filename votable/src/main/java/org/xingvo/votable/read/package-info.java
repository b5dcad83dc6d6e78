/**
 * VOTable 1.1 to 1.5 read as a stream, TABLEDATA or BINARY2: fields, then rows one by one. Thread rule: one thread at
 * a time. Source: VOTable 1.4.
 */
@NullMarked
package org.xingvo.votable.read;

import org.jspecify.annotations.NullMarked;
