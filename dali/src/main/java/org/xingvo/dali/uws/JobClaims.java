package org.xingvo.dali.uws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.uws.Job.JobError;
import org.xingvo.dali.uws.Job.JobResult;

/**
 * The jobs in the database as one worker sees them: taken under a lease, kept by renewing it, given back or ended. A worker
 * that has lost the lease can change nothing of the job any more. Thread-safe.
 */
final class JobClaims {
    private final Rows rows;
    private final JobList list;
    private final String worker;
    private final Duration lease;

    /**
     * @param worker this process, different from all others that ever were
     * @param lease how long a job is this worker's without a word from it
     */
    JobClaims(JobStore store, JobList list, String worker, Duration lease) {
        this.rows = store.rows();
        this.list = list;
        this.worker = worker;
        this.lease = lease;
    }

    /**
     * Takes the next job: of the accounts with the fewest running ones, the one that has waited longest. Claims of all
     * processes come one after the other, so that no account ever has more running than it may.
     */
    Optional<Job> claim() {
        String sql = """
                with busy as (
                    select account, count(*) as running from archive.job
                     where list = ? and phase = 'EXECUTING' and worker is not null and not deleted
                     group by account),
                next as (
                    select j.id from archive.job j left join busy b on b.account = j.account
                     where j.list = ? and j.phase = 'QUEUED' and not j.deleted and coalesce(b.running, 0) < ?
                     order by coalesce(b.running, 0), j.queued, j.id limit 1 for update of j skip locked),
                made as (
                    update archive.job j
                       set phase = 'EXECUTING', worker = ?, lease = now() + ? * interval '1 millisecond',
                           started = date_trunc('milliseconds', clock_timestamp()), attempts = attempts + 1
                      from next where j.id = next.id returning j.*)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """;
        try {
            Optional<Job> claimed = rows.transaction(connection -> {
                lock(connection);
                try (PreparedStatement s = connection.prepareStatement(sql)) {
                    s.setString(1, list.name());
                    s.setString(2, list.name());
                    s.setInt(3, list.limits().runningPerAccount());
                    s.setString(4, worker);
                    s.setLong(5, lease.toMillis());
                    try (ResultSet row = s.executeQuery()) {
                        return row.next() ? Optional.of(Rows.job(row)) : Optional.empty();
                    }
                }
            });
            claimed.ifPresent(rows::tell);
            return claimed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void lock(Connection connection) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
            s.setString(1, "xingvo_jobs " + list.name());
            s.execute();
        }
    }

    /** Renews the lease of jobs; returns the ids of those that are still this worker's. */
    Set<String> renew(Set<String> ids) {
        List<Job> mine = rows.list("""
                update archive.job set lease = now() + ? * interval '1 millisecond'
                 where id = any(?) and worker = ? and phase = 'EXECUTING' and not deleted returning *
                """, (connection, s) -> {
            s.setLong(1, lease.toMillis());
            s.setArray(2, connection.createArrayOf("text", ids.toArray()));
            s.setString(3, worker);
        });
        Set<String> kept = new HashSet<>();
        mine.forEach(job -> kept.add(job.id()));
        return kept;
    }

    /** The job is done; false: it is not this worker's any more. */
    boolean complete(Job job, List<JobResult> results, List<Job.Link> links) {
        return rows.changed("""
                        with made as (
                            update archive.job
                               set phase = 'COMPLETED', ended = date_trunc('milliseconds', clock_timestamp()),
                                   result_ids = ?, result_types = ?, result_files = ?, result_names = ?, result_bytes = ?,
                                   link_ids = ?, link_targets = ?, worker = null, lease = null
                             where id = ? and worker = ? and attempts = ? and phase = 'EXECUTING' and not deleted
                            returning *)
                        select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                        """, (connection, s) -> {
                    s.setArray(1, Rows.texts(connection, results, JobResult::id));
                    s.setArray(2, Rows.texts(connection, results, JobResult::mediaType));
                    s.setArray(3, Rows.texts(connection, results, JobResult::file));
                    s.setArray(4, Rows.texts(connection, results, JobResult::fileName));
                    s.setArray(
                            5,
                            connection.createArrayOf(
                                    "bigint",
                                    results.stream().map(JobResult::sizeBytes).toArray()));
                    Rows.links(connection, s, 6, links);
                    claimed(s, 8, job);
                })
                != null;
    }

    /** The job has failed, or was stopped at its time limit; false: it is not this worker's any more. */
    boolean fail(Job job, Phase phase, JobError error) {
        return rows.changed("""
                        with made as (
                            update archive.job
                               set phase = ?, ended = date_trunc('milliseconds', clock_timestamp()), error = ?,
                                   error_transient = ?, worker = null, lease = null
                             where id = ? and worker = ? and attempts = ? and phase = 'EXECUTING' and not deleted
                            returning *)
                        select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                        """, (connection, s) -> {
                    s.setString(1, phase.name());
                    s.setString(2, error.message().replace('\0', ' '));
                    s.setBoolean(3, error.isTransient());
                    claimed(s, 4, job);
                })
                != null;
    }

    /** Tells how far the job is. Not worth waiting for the disk. */
    void progress(Job job, long done, @Nullable Long total) {
        rows.first("""
                with quick as (select set_config('synchronous_commit', 'off', true) as off)
                update archive.job set done = ?, total = ?
                 where id = ? and worker = ? and attempts = ? and (select off from quick) = 'off'
                returning *""", (connection, s) -> {
            s.setLong(1, done);
            s.setObject(2, total);
            claimed(s, 3, job);
        });
    }

    /** The worker stops in good order: somebody else may run the job, as if it had not been begun. */
    void giveBack(Job job) {
        rows.changed("""
                with made as (
                    update archive.job
                       set phase = 'QUEUED', started = null, worker = null, lease = null, attempts = attempts - 1
                     where id = ? and worker = ? and attempts = ? and phase = 'EXECUTING' and not deleted returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """, (connection, s) -> claimed(s, 1, job));
    }

    private void claimed(PreparedStatement s, int place, Job job) throws SQLException {
        s.setString(place, job.id());
        s.setString(place + 1, worker);
        s.setInt(place + 2, job.attempts());
    }

    /**
     * Queues the jobs of workers that have not renewed their lease; those that were begun too often fail.
     *
     * @param earlier workers whose names begin so are gone for certain, but for this one; null: nothing is known
     */
    void takeFromTheDead(@Nullable String earlier) {
        rows.allChanged("""
                with made as (
                    update archive.job
                       set phase = case when attempts < ? then 'QUEUED' else 'ERROR' end,
                           started = case when attempts < ? then null else started end,
                           ended = case when attempts < ? then null
                                        else date_trunc('milliseconds', clock_timestamp()) end,
                           error = case when attempts < ? then null
                                        else 'The server stopped ' || attempts || ' times while it ran the job' end,
                           error_transient = attempts >= ?, worker = null, lease = null
                     where list = ? and phase = 'EXECUTING' and not deleted
                       and (lease < now() or (starts_with(worker, ?) and worker <> ?))
                    returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """, (connection, s) -> {
            for (int place = 1; place <= 5; place++) {
                s.setInt(place, list.limits().attempts());
            }
            s.setString(6, list.name());
            s.setString(7, earlier);
            s.setString(8, worker);
        });
    }
}
