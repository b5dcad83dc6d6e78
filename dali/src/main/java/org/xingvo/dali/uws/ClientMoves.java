package org.xingvo.dali.uws;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.uws.Job.JobError;
import org.xingvo.dali.uws.Job.Link;

/**
 * Jobs whose work a client does: no process of ours has them, so they have neither worker nor lease. Brief ones are made
 * in the phase in which they will be looked at, and do not wait for the disk: a crash may lose those of the last moment,
 * which hold nothing that the client cannot ask for again. Thread-safe.
 */
final class ClientMoves {
    /** How long a brief job is kept after its end. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(10);

    private static final String NOW = "date_trunc('milliseconds', clock_timestamp())";
    private static final String QUICK =
            "quick as (select set_config('synchronous_commit', 'off', true) as synchronous_commit)";

    private final Rows rows;
    private final JobList list;

    ClientMoves(JobStore store, JobList list) {
        this.rows = store.rows();
        this.list = list;
    }

    /**
     * A brief job.
     *
     * @param error null: it is EXECUTING
     */
    record Brief(
            String id,
            @Nullable String owner,
            String account,
            String publicUrl,
            String document,
            List<Link> links,
            @Nullable String error,
            Duration kept) {}

    Job create(Brief brief) {
        String sql = """
                with %s
                insert into archive.job (id, list, owner, account, phase, public_url, created, started, ended,
                                         execution_seconds, destruction, document, link_ids, link_targets, error, brief)
                select ?, ?, ?, ?, ?, ?, t.now, t.now, case when ? then t.now end, ?, t.now + ? * interval '1 second',
                       ?, ?, ?, ?, true
                  from quick, (select %s as now) t
                returning *
                """.formatted(QUICK, NOW);
        boolean failed = brief.error() != null;
        Job made = rows.first(sql, (connection, s) -> {
            s.setString(1, brief.id());
            s.setString(2, list.name());
            s.setString(3, brief.owner());
            s.setString(4, brief.account());
            s.setString(5, (failed ? Phase.ERROR : Phase.EXECUTING).name());
            s.setString(6, brief.publicUrl());
            s.setBoolean(7, failed);
            s.setInt(8, Math.toIntExact(brief.kept().toSeconds()));
            s.setLong(9, failed ? AFTERWARDS.toSeconds() : brief.kept().toSeconds());
            s.setString(10, brief.document());
            Rows.links(connection, s, 11, brief.links());
            s.setString(13, brief.error());
        });
        if (made == null) {
            throw new IllegalStateException("an insert returns its row");
        }
        return made;
    }

    /** From PENDING to EXECUTING by a client; null: it is not PENDING. */
    @Nullable
    Job begin(Job job, String document, List<Link> links) {
        return rows.changed("""
                with made as (
                    update archive.job set phase = 'EXECUTING', started = %s, document = ?, link_ids = ?,
                                           link_targets = ?
                     where id = ? and phase = 'PENDING' and not deleted returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """.formatted(NOW), (connection, s) -> {
            s.setString(1, document);
            Rows.links(connection, s, 2, links);
            s.setString(4, job.id());
        });
    }

    /** From PENDING, or EXECUTING by a client, to ERROR; null: it is in neither. */
    @Nullable
    Job fail(Job job, String document, JobError error) {
        return rows.changed("""
                with made as (
                    update archive.job set phase = 'ERROR', ended = %s, document = ?, error = ?, error_transient = ?
                     where id = ? and (phase = 'PENDING' or phase = 'EXECUTING' and worker is null) and not deleted
                    returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """.formatted(NOW), (connection, s) -> {
            s.setString(1, document);
            s.setString(2, error.message().replace('\0', ' '));
            s.setBoolean(3, error.isTransient());
            s.setString(4, job.id());
        });
    }

    /** The client has moved the bytes: COMPLETED. Waiting requests of this process are told. */
    void done(String id) {
        Job job = rows.first("""
                with %s
                update archive.job set phase = 'COMPLETED', ended = %s,
                       destruction = case when brief then least(destruction, now() + ? * interval '1 second')
                                          else destruction end
                 where id = ? and list = ? and phase = 'EXECUTING' and worker is null and not deleted
                   and (select synchronous_commit from quick) = 'off'
                returning *""".formatted(QUICK, NOW), (connection, s) -> {
            s.setLong(1, AFTERWARDS.toSeconds());
            s.setString(2, id);
            s.setString(3, list.name());
        });
        if (job != null) {
            rows.tellWaiting(job);
        }
    }

    /** Forgets brief jobs whose time has come, and the oldest beyond a number; returns how many. */
    int forget(int most) {
        return rows.count("""
                        delete from archive.job where id in (
                            select id from archive.job where brief and destruction < ?
                             limit 20000 for update skip locked)""", (connection, s) -> s.setTimestamp(1, Timestamp.from(Instant.now())))
                + rows.count("""
                        delete from archive.job where brief and created < (
                            select created from archive.job where brief order by created desc offset ? limit 1)""", (connection, s) -> s.setInt(1, most));
    }
}
