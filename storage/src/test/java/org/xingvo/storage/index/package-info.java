/** Tests of the index. */
@NullMarked
package org.xingvo.storage.index;

import org.jspecify.annotations.NullMarked;
