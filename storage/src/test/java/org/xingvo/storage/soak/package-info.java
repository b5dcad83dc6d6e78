/** The long runs with a small budget. */
@NullMarked
package org.xingvo.storage.soak;

import org.jspecify.annotations.NullMarked;
