/**
 * How bytes are to be moved: what client and service agree on, the jobs that remember it, and URLs that carry their own
 * permission. No SQL, no HTTP. Thread rule: public classes are thread-safe or immutable. Governing documents: VOSpace
 * 2.1, section 6.5; UWS 1.1.
 */
@NullMarked
package org.xingvo.vospace.transfer;

import org.jspecify.annotations.NullMarked;
