/**
 * JMH and whole-process benchmarks, run by hand; figures in docs/benchmarks.md.
 */
@NullMarked
package org.xingvo.benchmarks;

import org.jspecify.annotations.NullMarked;
