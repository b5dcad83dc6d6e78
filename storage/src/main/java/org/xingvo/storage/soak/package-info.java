/**
 * Long runs that prove a store: many files, one large file, offsets over 100 GiB. The tests run them with a small budget,
 * {@code xing soak} with the full one. Each takes a directory that is empty, a seed, and a log; it returns what it measured
 * or throws {@link org.xingvo.storage.soak.SoakFailure}. Nothing of the store depends on this package.
 */
@NullMarked
package org.xingvo.storage.soak;

import org.jspecify.annotations.NullMarked;
