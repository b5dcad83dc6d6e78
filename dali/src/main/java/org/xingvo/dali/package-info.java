/**
 * What every VO service shares, after DALI 1.1: parameters, limits, faults and error documents.
 */
@NullMarked
package org.xingvo.dali;

import org.jspecify.annotations.NullMarked;
