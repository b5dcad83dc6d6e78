/**
 * The HTTP server: Grizzly with Jersey for documents and plain handlers for bytes and pages. Knows no protocol of the
 * Virtual Observatory. Source for CORS: the Fetch standard; clients' needs: browsers read us from other origins.
 */
@NullMarked
package org.xingvo.server.web;

import org.jspecify.annotations.NullMarked;
