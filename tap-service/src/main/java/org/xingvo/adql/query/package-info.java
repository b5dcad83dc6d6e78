/**
 * What a query means: tables and columns of the catalogue, typed values and conditions. Made by {@code resolve}, read
 * by {@code sql}. Immutable; equal trees mean the same. Positions are kept only where a later check may complain.
 */
@NullMarked
package org.xingvo.adql.query;

import org.jspecify.annotations.NullMarked;
