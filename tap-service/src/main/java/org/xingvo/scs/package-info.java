/**
 * Simple Cone Search 1.03 on every published table that has positions. Compiles an ADQL query of checked names, so the
 * sky is searched, and rows are hidden, in one place. A resource only translates HTTP. Thread-safe.
 */
@NullMarked
package org.xingvo.scs;

import org.jspecify.annotations.NullMarked;
