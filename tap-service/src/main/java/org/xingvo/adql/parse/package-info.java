/**
 * Text to tree: a lexer and a recursive-descent parser, written by hand for the sake of their messages. Limits on
 * length and depth keep any text from exhausting time or stack. One thread at a time; {@code Parser.parse} is
 * stateless. Document: ADQL 2.1, appendix A.
 */
@NullMarked
package org.xingvo.adql.parse;

import org.jspecify.annotations.NullMarked;
