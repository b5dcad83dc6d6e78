package org.xingvo.vospace.tree;

/**
 * What a recursive operation did. Immutable.
 *
 * @param done nodes
 * @param failed nodes that it could not be done to
 * @param cancelled true: it was stopped before its end
 */
public record Outcome(long done, long failed, boolean cancelled) {}
