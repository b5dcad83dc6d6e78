/**
 * Jobs after UWS 1.1, for every service that has them: a service hands in a {@link org.xingvo.dali.uws.JobRunner} and the
 * {@link org.xingvo.dali.uws.JobList} that its jobs are in, mounts a {@link org.xingvo.dali.uws.JobsResource}, and starts
 * a {@link org.xingvo.dali.uws.JobExecutor}. Jobs are in PostgreSQL; several server processes may run those of one
 * database. What a runner writes goes to {@link org.xingvo.dali.uws.JobFiles}. All SQL is in {@code JobStore} and
 * {@code JobClaims}.
 *
 * <p>Thread rule: everything public is thread-safe or immutable. Source: UWS 1.1; DALI 1.1, section 2.
 */
@NullMarked
package org.xingvo.dali.uws;

import org.jspecify.annotations.NullMarked;
