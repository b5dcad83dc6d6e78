/**
 * A VOTable document as records, after VOTable 1.4. Knows nothing of HTTP or SQL. Thread rule: records are
 * immutable, writers are for one thread at a time.
 */
@NullMarked
package org.xingvo.votable;

import org.jspecify.annotations.NullMarked;
