/**
 * Bytes by path: {@code /files/data/{collection}/{path}}, {@code /files/home/{user}/{path}} and the same with a signed
 * URL. Handlers of Grizzly, not resources of Jersey: bytes go from the store to the socket in constant memory, and no
 * thread waits for a slow reader. Thread rule: the handler is thread-safe. Governing document: RFC 9110; what VOSpace
 * clients need beyond it is in docs/conformance.md.
 */
@NullMarked
package org.xingvo.vospace.files;

import org.jspecify.annotations.NullMarked;
