/**
 * What the user wrote, with positions: sealed records, one for each production of the grammar that carries meaning.
 * Nothing is looked up or checked here. Immutable. Document: ADQL 2.1, appendix A.
 */
@NullMarked
package org.xingvo.adql.ast;

import org.jspecify.annotations.NullMarked;
