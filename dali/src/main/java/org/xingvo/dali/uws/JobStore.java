package org.xingvo.dali.uws;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.uws.Job.JobParameter;

/**
 * The jobs in the database, as their owners see and change them. Every change is one statement, so that what it depends on
 * cannot change meanwhile; it is told to the other processes by the same statement, and to this one when it is committed.
 * Thread-safe.
 */
public final class JobStore {
    /** What a notice of {@link org.xingvo.schemas.Notices#JOBS} has in the place of a phase. */
    static final String DELETED = "DELETED";

    /** The clock is the database's: that of all processes. */
    private static final String NOW = "date_trunc('milliseconds', clock_timestamp())";

    private final Rows rows;

    /**
     * @param database short statements alone are run on its connections; best a pool that nobody else uses, for whoever
     *     asks for his job does not wait for anybody's query
     */
    public JobStore(DataSource database, JobBoard board) {
        this.rows = new Rows(database, board);
    }

    Rows rows() {
        return rows;
    }

    /** How many jobs of a list there are in each phase. */
    Map<Phase, Long> phases(JobList list) throws IOException {
        return rows.transaction(connection -> {
            Map<Phase, Long> phases = new EnumMap<>(Phase.class);
            try (PreparedStatement statement = connection.prepareStatement(
                    "select phase, count(*) from archive.job where list = ? and not deleted group by phase")) {
                statement.setString(1, list.name());
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        phases.put(Phase.valueOf(found.getString(1)), found.getLong(2));
                    }
                }
            }
            return phases;
        });
    }

    /**
     * What is to be made.
     *
     * @param run true: it is to be run at once
     * @param duration null: as the list has it
     * @param destruction null: as the list has it
     * @param document for {@code jobInfo}; null: none
     */
    record NewJob(
            String id,
            @Nullable String owner,
            String account,
            String address,
            String publicUrl,
            @Nullable String runId,
            List<JobParameter> parameters,
            boolean run,
            @Nullable Duration duration,
            @Nullable Instant destruction,
            @Nullable String document) {}

    /** Makes a job; null if its account has as many as it may. */
    @Nullable
    Job create(JobList list, NewJob job) {
        JobLimits limits = list.limits();
        String sql = """
                with made as (
                    insert into archive.job (id, list, owner, account, phase, run_id, parameter_names, parameter_values,
                                             parameter_files, public_url, created, queued, execution_seconds, destruction,
                                             document, address)
                    select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, t.now, case when ? then t.now end, ?,
                           least(coalesce(?, t.now + ? * interval '1 second'), t.now + ? * interval '1 second'), ?, ?
                      from (select %s as now) t
                     where (select count(*)
                              from (select from archive.job j
                                     where j.list = ? and j.account = ? and not j.brief and not j.deleted
                                     limit ?) k) < ?
                    returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """.formatted(NOW);
        Duration duration = job.duration() == null ? limits.duration() : job.duration();
        return rows.changed(sql, (connection, s) -> {
            s.setString(1, job.id());
            s.setString(2, list.name());
            s.setString(3, job.owner());
            s.setString(4, job.account());
            s.setString(5, (job.run() ? Phase.QUEUED : Phase.PENDING).name());
            s.setString(6, job.runId());
            Rows.parameters(connection, s, 7, job.parameters());
            s.setString(10, job.publicUrl());
            s.setBoolean(11, job.run());
            s.setInt(12, Math.toIntExact(duration.toSeconds()));
            s.setTimestamp(13, job.destruction() == null ? null : Timestamp.from(job.destruction()));
            s.setLong(14, limits.retention().toSeconds());
            s.setLong(15, limits.hardRetention().toSeconds());
            s.setString(16, job.document());
            s.setString(17, job.address());
            s.setString(18, list.name());
            s.setString(19, job.account());
            s.setInt(20, limits.keptPerAccount());
            s.setInt(21, limits.keptPerAccount());
        });
    }

    /** The job as it is now; null: there is none. */
    @Nullable
    Job find(JobList list, String id) {
        String sql = "select * from archive.job where id = ? and list = ? and not deleted";
        List<Job> found = rows.list(sql, (connection, s) -> {
            s.setString(1, id);
            s.setString(2, list.name());
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    /**
     * Jobs, the youngest first; without parameters and results.
     *
     * @param account null: of everybody
     */
    List<Job> list(JobList list, @Nullable String account, JobFilter filter) {
        String sql = """
                select id, list, owner, account, address, phase, run_id, '{}'::text[] as parameter_names,
                       '{}'::text[] as parameter_values, '{}'::text[] as parameter_files, public_url, created, queued,
                       started, ended, execution_seconds, destruction, '{}'::text[] as result_ids,
                       '{}'::text[] as result_types, '{}'::text[] as result_files, '{}'::text[] as result_names,
                       '{}'::bigint[] as result_bytes, error, error_transient, attempts, null as document,
                       '{}'::text[] as link_ids, '{}'::text[] as link_targets, null::bigint as done,
                       null::bigint as total, brief
                  from archive.job
                 where list = ? and not deleted and (? or account = ?) and (? or phase = any(?)) and created > ?
                 order by created desc, id limit ?
                """;
        return rows.list(sql, (connection, s) -> {
            s.setString(1, list.name());
            s.setBoolean(2, account == null);
            s.setString(3, account);
            s.setBoolean(4, filter.phases().isEmpty());
            s.setArray(
                    5,
                    connection.createArrayOf(
                            "text", filter.phases().stream().map(Phase::name).toArray()));
            s.setTimestamp(6, Timestamp.from(Objects.requireNonNullElse(filter.after(), Instant.EPOCH)));
            s.setInt(7, filter.last());
        });
    }

    /** Replaces the parameters of a job that is PENDING and has these now; null: it is not, or has others meanwhile. */
    @Nullable
    Job setParameters(Job job, List<JobParameter> parameters, @Nullable String runId) {
        String sql = """
                update archive.job set parameter_names = ?, parameter_values = ?, parameter_files = ?, run_id = ?
                 where id = ? and phase = 'PENDING' and not deleted and parameter_names = ? and parameter_values = ?
                returning *
                """;
        return rows.first(sql, (connection, s) -> {
            Rows.parameters(connection, s, 1, parameters);
            s.setString(4, runId);
            s.setString(5, job.id());
            s.setArray(6, Rows.texts(connection, job.parameters(), JobParameter::name));
            s.setArray(7, Rows.texts(connection, job.parameters(), JobParameter::value));
        });
    }

    /** Sets the longest time of a job that does not run yet; null: it does, or did. */
    @Nullable
    Job setDuration(Job job, Duration duration) {
        String sql = """
                update archive.job set execution_seconds = ?
                 where id = ? and phase in ('PENDING', 'QUEUED') and not deleted returning *
                """;
        return rows.first(sql, (connection, s) -> {
            s.setInt(1, Math.toIntExact(duration.toSeconds()));
            s.setString(2, job.id());
        });
    }

    /** Sets when a job is removed; null: it is gone. */
    @Nullable
    Job setDestruction(Job job, Instant destruction) {
        String sql = "update archive.job set destruction = ? where id = ? and not deleted returning *";
        return rows.first(sql, (connection, s) -> {
            s.setTimestamp(1, Timestamp.from(destruction));
            s.setString(2, job.id());
        });
    }

    /** Queues a job that is PENDING; null: it is not. */
    @Nullable
    Job run(Job job) {
        return rows.changed("""
                with made as (
                    update archive.job set phase = 'QUEUED', queued = %s
                     where id = ? and phase = 'PENDING' and not deleted returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """.formatted(NOW), (connection, s) -> s.setString(1, job.id()));
    }

    /** Aborts a job that is not yet at its end, whoever runs it; null: it is at its end. */
    @Nullable
    Job abort(Job job) {
        return rows.changed("""
                with made as (
                    update archive.job set phase = 'ABORTED', ended = %s, worker = null, lease = null
                     where id = ? and phase in ('PENDING', 'QUEUED', 'EXECUTING') and not deleted returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' ' || made.phase) from made
                """.formatted(NOW), (connection, s) -> s.setString(1, job.id()));
    }

    /** From now on nobody sees the job, and whoever runs it stops. Its files and its row are still there. */
    void hide(Job job) {
        rows.allHidden("""
                with made as (
                    update archive.job set deleted = true, worker = null, lease = null
                     where id = ? and not deleted returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' DELETED') from made
                """, (connection, s) -> s.setString(1, job.id()));
    }

    /** Hides the jobs of a list whose time has come; returns how many. */
    int hideExpired(JobList list) {
        return rows.allHidden("""
                with made as (
                    update archive.job set deleted = true, worker = null, lease = null
                     where list = ? and destruction < now() and not deleted and not brief returning *)
                select made.*, pg_notify('xingvo_jobs', made.id || ' DELETED') from made
                """, (connection, s) -> s.setString(1, list.name()))
                .size();
    }

    /** Removes the files of a hidden job. */
    @FunctionalInterface
    interface Removal {
        void remove(Job job) throws java.io.IOException;
    }

    /**
     * Forgets one hidden job after its files are removed, if no other process is at it; if that fails, another time.
     *
     * @return false: there is none
     */
    boolean purge(JobList list, Removal removal) throws java.io.IOException {
        return rows.transaction(connection -> {
            String find = "select * from archive.job where deleted and list = ? limit 1 for update skip locked";
            Job job;
            try (PreparedStatement statement = connection.prepareStatement(find)) {
                statement.setString(1, list.name());
                try (ResultSet found = statement.executeQuery()) {
                    if (!found.next()) {
                        return false;
                    }
                    job = Rows.job(found);
                }
            }
            removal.remove(job);
            try (PreparedStatement statement = connection.prepareStatement("delete from archive.job where id = ?")) {
                statement.setString(1, job.id());
                statement.executeUpdate();
            }
            return true;
        });
    }

    /** Parameters as they are after some were sent again: added to, or in the place of those of the same name. */
    static List<JobParameter> merged(JobList list, List<JobParameter> before, List<JobParameter> sent) {
        List<JobParameter> merged = new ArrayList<>(before);
        for (JobParameter each : sent) {
            String name = each.name().toUpperCase(java.util.Locale.ROOT);
            int at = -1;
            for (int i = 0; i < merged.size() && !list.accumulating().contains(name); i++) {
                if (merged.get(i).name().equalsIgnoreCase(name)) {
                    at = i;
                    break;
                }
            }
            if (at < 0) {
                merged.add(each);
            } else {
                merged.set(at, new JobParameter(merged.get(at).name(), each.value(), each.file()));
            }
        }
        return merged;
    }

    /** Binds values to the places of a statement. */
    @FunctionalInterface
    interface Binding {
        void bind(Connection connection, PreparedStatement statement) throws SQLException;
    }
}
