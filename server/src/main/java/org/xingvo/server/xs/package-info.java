/**
 * The store by HTTP: {@code /xs/{collection}/{path}} puts, gets, lists and deletes objects, one at a time or many as a
 * tar stream; answers that are not bytes of objects are JSON. Small objects are answered on the thread of the selector;
 * everything that may wait runs on threads of its own. Knows nothing of FITS; asks the database only who may see what.
 * Governing documents: RFC 9110, POSIX.1-2017 pax for tar.
 */
@NullMarked
package org.xingvo.server.xs;

import org.jspecify.annotations.NullMarked;
