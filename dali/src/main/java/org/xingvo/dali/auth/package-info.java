/**
 * Who is asking and what they may see: callers, tokens, groups, and the access classes that every published row
 * carries. The only SQL of identity is here.
 */
@NullMarked
package org.xingvo.dali.auth;

import org.jspecify.annotations.NullMarked;
