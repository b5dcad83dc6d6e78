/**
 * Functions beyond ADQL's own: those of the IVOA's catalogue of user defined functions and a few of ours. Each is
 * declared once, here: how it is called, what the capabilities say of it, which SQL computes it. Immutable. Document:
 * Catalogue of ADQL User Defined Functions 1.2.
 */
@NullMarked
package org.xingvo.adql.function;

import org.jspecify.annotations.NullMarked;
