/** The pipeline end to end on real files and a real database, and its parts. */
@NullMarked
package org.xingvo.ingest;

import org.jspecify.annotations.NullMarked;
