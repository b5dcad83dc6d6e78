/**
 * What was written to what it means: names looked up in the catalogue and the FROM clauses, types inferred, geometry
 * checked as far as it is constant. Everything wrong with a query but its syntax is found here. One thread at a time.
 * Documents: ADQL 2.1; DALI 1.1, section 3.3 (geometry).
 */
@NullMarked
package org.xingvo.adql.resolve;

import org.jspecify.annotations.NullMarked;
