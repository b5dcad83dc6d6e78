/**
 * The long proof of ingest: damaged files are read, described and catalogued, or refused, and nothing else happens. Told
 * by {@code xing soak headers}, see docs/soak.md.
 */
@NullMarked
package org.xingvo.ingest.soak;

import org.jspecify.annotations.NullMarked;
