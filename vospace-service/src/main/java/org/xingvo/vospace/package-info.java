/**
 * VOSpace 2.1: nodes, transfers, properties, views, protocols. A resource only translates HTTP.
 */
@NullMarked
package org.xingvo.vospace;

import org.jspecify.annotations.NullMarked;
