/**
 * Random queries and a geometry of its own, for the long runs of the proof of ADQL; the part that runs them on databases
 * is {@code org.xingvo.tap.db.soak}. One thread each.
 */
@NullMarked
package org.xingvo.adql.soak;

import org.jspecify.annotations.NullMarked;
