/** Tests of the format. */
@NullMarked
package org.xingvo.storage.volume;

import org.jspecify.annotations.NullMarked;
