/** Tests of the local store. */
@NullMarked
package org.xingvo.storage.local;

import org.jspecify.annotations.NullMarked;
