/**
 * Assembles and starts everything; the only package that reads the environment or exits.
 */
@NullMarked
package org.xingvo.server;

import org.jspecify.annotations.NullMarked;
