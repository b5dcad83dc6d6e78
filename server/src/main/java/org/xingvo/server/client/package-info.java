/** Clients of XingVO servers for commands. Not here: what the commands print. */
@NullMarked
package org.xingvo.server.client;

import org.jspecify.annotations.NullMarked;
