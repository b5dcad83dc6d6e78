/**
 * VOSpace 2.1 over HTTP: nodes, transfers, views, protocols, properties, and what VOSI asks for. A resource only
 * translates: requests into calls of the tree and the negotiator, results and faults into documents. Thread rule:
 * resources are thread-safe singletons. Governing document: VOSpace 2.1; where its text contradicts itself, see
 * docs/conformance.md.
 */
@NullMarked
package org.xingvo.vospace;

import org.jspecify.annotations.NullMarked;
