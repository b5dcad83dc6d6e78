/**
 * TAP 1.1: sync, capabilities, tables, availability. A resource only translates HTTP.
 */
@NullMarked
package org.xingvo.tap;

import org.jspecify.annotations.NullMarked;
