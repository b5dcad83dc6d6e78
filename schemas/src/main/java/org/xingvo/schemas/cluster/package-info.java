/**
 * PostgreSQL as a part of the program: unpacks the server's binaries once, makes a data directory, starts and stops
 * the postmaster, durable in every setting that decides whether an acknowledged commit survives. Knows nothing of the
 * schema inside. Thread rule: one thread at a time. Governed by docs/architecture.md, "Decisions", row "database".
 */
@NullMarked
package org.xingvo.schemas.cluster;

import org.jspecify.annotations.NullMarked;
