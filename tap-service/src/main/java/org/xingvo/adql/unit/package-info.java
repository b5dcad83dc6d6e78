/** Units of measure as text, and how many of one make another. Stateless. Document: Units in the VO 1.1. */
@NullMarked
package org.xingvo.adql.unit;

import org.jspecify.annotations.NullMarked;
