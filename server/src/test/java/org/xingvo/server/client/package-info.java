@NullMarked
package org.xingvo.server.client;

import org.jspecify.annotations.NullMarked;
