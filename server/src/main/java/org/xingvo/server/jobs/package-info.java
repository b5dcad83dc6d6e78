/**
 * Bytes of jobs: in a collection of the store that nobody else uses, given out by a handler of the HTTP server, and room
 * made for new ones. Thread rule: everything is thread-safe. Source: UWS 1.1, section 2.1.10; DALI 1.1, section 5.1.
 */
@NullMarked
package org.xingvo.server.jobs;

import org.jspecify.annotations.NullMarked;
