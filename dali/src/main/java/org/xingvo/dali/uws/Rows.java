package org.xingvo.dali.uws;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.uws.Job.JobError;
import org.xingvo.dali.uws.Job.JobParameter;
import org.xingvo.dali.uws.Job.JobResult;
import org.xingvo.dali.uws.JobStore.Binding;

/** Statements about jobs, and jobs out of rows. Thread-safe. */
final class Rows {
    private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

    private final DataSource database;
    private final JobBoard board;

    Rows(DataSource database, JobBoard board) {
        this.database = database;
        this.board = board;
    }

    /** Work within one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException, IOException;
    }

    /** The jobs that a statement returns. */
    List<Job> list(String sql, Binding binding) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(connection, statement);
            List<Job> jobs = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    jobs.add(job(rows));
                }
            }
            return jobs;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Nullable
    Job first(String sql, Binding binding) {
        List<Job> jobs = list(sql, binding);
        return jobs.isEmpty() ? null : jobs.getFirst();
    }

    /** The same for a statement that has changed the phases of what it returns: whoever waits in this process hears. */
    List<Job> allChanged(String sql, Binding binding) {
        List<Job> jobs = list(sql, binding);
        jobs.forEach(this::tell);
        return jobs;
    }

    /** The same for a statement that has hidden what it returns. */
    List<Job> allHidden(String sql, Binding binding) {
        List<Job> jobs = list(sql, binding);
        jobs.forEach(job -> board.changed(job.id(), JobStore.DELETED));
        return jobs;
    }

    @Nullable
    Job changed(String sql, Binding binding) {
        List<Job> jobs = allChanged(sql, binding);
        return jobs.isEmpty() ? null : jobs.getFirst();
    }

    /** How many rows a statement has changed. */
    int count(String sql, Binding binding) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(connection, statement);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** Tells the requests of this process that wait for a job, and no executor: it has nothing to do with them. */
    void tellWaiting(Job job) {
        board.wake(job.id());
    }

    /** Tells this process of a change. */
    void tell(Job job) {
        board.changed(job.id(), job.phase().name());
    }

    <T> T transaction(Work<T> work) throws IOException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T done = work.in(connection);
                connection.commit();
                return done;
            } catch (SQLException | IOException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static DaliFault unavailable(SQLException e) {
        LOG.warn("The database of jobs does not answer: {}", e.getMessage());
        return new DaliFault(DaliFault.Kind.OVERLOADED, "The database of jobs does not answer; come again later", e);
    }

    static Job job(ResultSet row) throws SQLException {
        String error = row.getString("error");
        return new Job(
                row.getString("id"),
                row.getString("list"),
                row.getString("owner"),
                row.getString("account"),
                row.getString("address"),
                Phase.valueOf(row.getString("phase")),
                row.getString("run_id"),
                parameters(row),
                row.getString("public_url"),
                row.getTimestamp("created").toInstant(),
                instant(row, "started"),
                instant(row, "ended"),
                Duration.ofSeconds(row.getInt("execution_seconds")),
                row.getTimestamp("destruction").toInstant(),
                results(row),
                error == null ? null : new JobError(error, row.getBoolean("error_transient")),
                row.getInt("attempts"),
                new Job.About(
                        row.getString("document"),
                        links(row),
                        row.getObject("done", Long.class),
                        row.getObject("total", Long.class),
                        row.getBoolean("brief")));
    }

    private static List<Job.Link> links(ResultSet row) throws SQLException {
        String[] ids = (String[]) row.getArray("link_ids").getArray();
        String[] targets = (String[]) row.getArray("link_targets").getArray();
        List<Job.Link> links = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            links.add(new Job.Link(ids[i], targets[i]));
        }
        return links;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static List<JobParameter> parameters(ResultSet row) throws SQLException {
        String[] names = (String[]) row.getArray("parameter_names").getArray();
        String[] values = (String[]) row.getArray("parameter_values").getArray();
        @Nullable
        String[] files = (@Nullable String[]) row.getArray("parameter_files").getArray();
        List<JobParameter> parameters = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            parameters.add(new JobParameter(names[i], values[i], files[i]));
        }
        return parameters;
    }

    private static List<JobResult> results(ResultSet row) throws SQLException {
        String[] ids = (String[]) row.getArray("result_ids").getArray();
        String[] types = (String[]) row.getArray("result_types").getArray();
        String[] files = (String[]) row.getArray("result_files").getArray();
        String[] names = (String[]) row.getArray("result_names").getArray();
        Long[] bytes = (Long[]) row.getArray("result_bytes").getArray();
        List<JobResult> results = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            results.add(new JobResult(ids[i], types[i], files[i], names[i], bytes[i]));
        }
        return results;
    }

    /** Binds two arrays from a place on. */
    static void links(Connection connection, PreparedStatement s, int place, List<Job.Link> links) throws SQLException {
        s.setArray(place, texts(connection, links, Job.Link::id));
        s.setArray(place + 1, texts(connection, links, Job.Link::target));
    }

    /** Binds three arrays from a place on. */
    static void parameters(Connection connection, PreparedStatement s, int place, List<JobParameter> parameters)
            throws SQLException {
        s.setArray(place, texts(connection, parameters, JobParameter::name));
        s.setArray(place + 1, texts(connection, parameters, JobParameter::value));
        s.setArray(place + 2, texts(connection, parameters, JobParameter::file));
    }

    static <T> Array texts(Connection connection, List<T> all, Function<T, @Nullable String> text) throws SQLException {
        return connection.createArrayOf("text", all.stream().map(text).toArray());
    }
}
