/**
 * Values that are more than their type says: points, regions and times, as DALI 1.1, section 3.3, and STC-S write
 * them. Immutable.
 */
@NullMarked
package org.xingvo.dali.xtype;

import org.jspecify.annotations.NullMarked;
