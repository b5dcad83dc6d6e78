/**
 * What a space consists of: nodes, their types, identifiers and properties, who looks at them, and the faults of the
 * standard. No SQL, no HTTP, no XML. Thread rule: everything here is immutable. Governing document: VOSpace 2.1,
 * sections 3 and 5.
 */
@NullMarked
package org.xingvo.vospace.node;

import org.jspecify.annotations.NullMarked;
