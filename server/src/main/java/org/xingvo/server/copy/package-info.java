/**
 * Copies over HTTP and of the whole service: a server's volumes as source and target of {@link
 * org.xingvo.storage.copy.CollectionCopy}, the handler behind them, backup and restore of everything. For operators only.
 */
@NullMarked
package org.xingvo.server.copy;

import org.jspecify.annotations.NullMarked;
