/**
 * The small language in which a description says values: keywords, constants, parts of file names, arithmetic and a
 * fixed set of functions; docs/descriptions.md is its page. An expression is parsed once and evaluated for each file.
 * It has no loops, no variables, and touches nothing but the headers; what does not fit is null, and null propagates.
 * Everything here is immutable.
 */
@NullMarked
package org.xingvo.ingest.expression;

import org.jspecify.annotations.NullMarked;
