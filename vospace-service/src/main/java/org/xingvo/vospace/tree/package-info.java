/**
 * The tree in the database: the user area as rows of {@code archive.node}, the collections as a read-only view. The only
 * SQL of this module. Who may see and write what is decided here, once, for every door. Thread rule: {@link
 * org.xingvo.vospace.tree.Tree} is thread-safe. Governing document: VOSpace 2.1, section 3.
 *
 * <p>The order in which rows are locked: containers from the root down, then the node itself, then the queue, then the
 * catalogue. Whoever commits bytes holds a share of every ancestor, so that a change of permissions above waits for it
 * or is seen by it.
 */
@NullMarked
package org.xingvo.vospace.tree;

import org.jspecify.annotations.NullMarked;
