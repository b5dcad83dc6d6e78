/**
 * DataLink 1.1: what belongs to a dataset, for the ids that TAP and Cone Search give. A resource only translates HTTP.
 * Thread-safe.
 */
@NullMarked
package org.xingvo.datalink;

import org.jspecify.annotations.NullMarked;
