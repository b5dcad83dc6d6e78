/**
 * Tables that belong to files of users: how a query finds them, and how TAP_SCHEMA tells of them, as the caller may read the
 * files at that moment.
 */
@NullMarked
package org.xingvo.tap.space;

import org.jspecify.annotations.NullMarked;
