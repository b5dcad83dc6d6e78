/** Long runs that prove the doors of the space: damaged requests, sent to a server over its sockets. */
@NullMarked
package org.xingvo.vospace.soak;

import org.jspecify.annotations.NullMarked;
