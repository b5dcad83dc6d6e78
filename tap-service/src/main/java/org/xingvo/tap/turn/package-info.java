/**
 * The order in which long answers have the processor, so that short ones need not wait for them. Knows nothing of HTTP
 * or the database. Thread rule: {@link org.xingvo.tap.turn.Turns} is thread-safe, a turn belongs to one thread.
 */
@NullMarked
package org.xingvo.tap.turn;

import org.jspecify.annotations.NullMarked;
