/**
 * VOTable 1.4 as a stream of bytes, TABLEDATA, BINARY or BINARY2, in constant memory. Knows nothing of where rows come from.
 * Thread rule: one thread at a time. Source: VOTable 1.4, sections 3 to 5.
 */
@NullMarked
package org.xingvo.votable.write;

import org.jspecify.annotations.NullMarked;
