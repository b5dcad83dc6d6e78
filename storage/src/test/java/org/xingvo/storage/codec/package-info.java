/** Tests of the codecs. */
@NullMarked
package org.xingvo.storage.codec;

import org.jspecify.annotations.NullMarked;
