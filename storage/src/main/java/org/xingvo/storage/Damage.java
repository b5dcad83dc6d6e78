package org.xingvo.storage;

import java.time.Instant;

/**
 * An object whose bytes are not what was written, or are not there. Immutable.
 *
 * @param key its name
 * @param what a sentence: volume, offset, expected, found
 * @param since when it was found
 */
public record Damage(ObjectKey key, String what, Instant since) {}
