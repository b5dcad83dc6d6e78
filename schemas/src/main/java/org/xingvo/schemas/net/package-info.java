/**
 * Fetching what others name by URL, under a guard: only http and https, only addresses of the public Internet unless
 * the operator allows others, every address checked at every hop and the checked one connected to, sizes and times
 * limited. Here because it is the lowest module that all who fetch (ingest, TAP uploads, VOSpace pulls) may use; it
 * needs nothing but the JDK. Thread rule: immutable and thread-safe.
 */
@NullMarked
package org.xingvo.schemas.net;

import org.jspecify.annotations.NullMarked;
