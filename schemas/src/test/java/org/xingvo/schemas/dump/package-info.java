@NullMarked
package org.xingvo.schemas.dump;

import org.jspecify.annotations.NullMarked;
