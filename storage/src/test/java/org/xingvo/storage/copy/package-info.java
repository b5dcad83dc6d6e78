@NullMarked
package org.xingvo.storage.copy;

import org.jspecify.annotations.NullMarked;
