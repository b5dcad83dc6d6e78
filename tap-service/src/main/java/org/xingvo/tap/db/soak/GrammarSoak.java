package org.xingvo.tap.db.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xingvo.adql.Adql;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.soak.RandomQueries;
import org.xingvo.adql.soak.SoakTables;
import org.xingvo.dali.auth.Visibility;

/**
 * Random queries from the grammar on every database: each that is accepted runs, but for errors of the data itself
 * (division by zero, a number too large, a sub-query with two rows), and names no relation that is not published.
 * One thread.
 */
public final class GrammarSoak {
    private static final Pattern RELATION = Pattern.compile("\"(\\w+)\"\\.\"(\\w+)\"");
    private static final Pattern FROM = Pattern.compile("\\b(?:from|join) (?!\\(|\"|w\\d|lateral)(\\S+)");
    private static final Set<String> PUBLISHED = Set.of("soak.objects", "soak.spectra");
    private static final String TIMEOUT = "57014";

    private final List<SoakDatabase> databases;
    private final long seed;
    private final int timeoutSeconds;

    /** @param timeoutSeconds an execution that takes longer is ended and counted */
    public GrammarSoak(List<SoakDatabase> databases, long seed, int timeoutSeconds) {
        this.databases = List.copyOf(databases);
        this.seed = seed;
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * What became of them.
     *
     * @param accepted of the queries
     * @param answered executions with an answer
     * @param failed executions that ended with an error of the data, by SQL state
     * @param timedOut executions that took too long
     */
    public record Result(
            long queries, long accepted, long answered, long rows, Map<String, Long> failed, long timedOut) {
        public Result {
            failed = Collections.unmodifiableMap(new TreeMap<>(failed));
        }
    }

    /**
     * Runs a number of queries.
     *
     * @throws AssertionError the first one that is wrong
     */
    public Result run(int queries) throws SQLException {
        for (SoakDatabase database : databases) {
            List<String> statements = new ArrayList<>(SoakTables.statements());
            database.execute(statements);
        }
        RandomQueries random = new RandomQueries(seed);
        Map<String, Long> failed = new TreeMap<>();
        long accepted = 0;
        long answered = 0;
        long rows = 0;
        long timedOut = 0;
        for (int i = 0; i < queries; i++) {
            String adql = random.next();
            boolean taken = false;
            for (SoakDatabase database : databases) {
                CompiledQuery query;
                try {
                    query = Adql.compile(
                            adql,
                            SoakTables.CATALOGUE,
                            new CompileOptions(database.dialect(), Visibility.PUBLIC_ONLY, 1000));
                } catch (AdqlException e) {
                    continue;
                }
                taken = true;
                checkRelations(adql, query.sql());
                try {
                    rows += execute(database, query);
                    answered++;
                } catch (SQLException e) {
                    String state = String.valueOf(e.getSQLState());
                    if (state.equals(TIMEOUT)) {
                        timedOut++;
                    } else if (state.startsWith("22") || state.startsWith("21")) {
                        failed.merge(state, 1L, Long::sum);
                    } else {
                        throw new AssertionError(
                                "seed %d, query %d, %s: %s: %s"
                                        .formatted(seed, i, database.dialect(), adql, e.getMessage()),
                                e);
                    }
                }
            }
            accepted += taken ? 1 : 0;
        }
        return new Result(queries, accepted, answered, rows, failed, timedOut);
    }

    private static void checkRelations(String adql, String sql) {
        Matcher other = FROM.matcher(sql);
        if (other.find()) {
            throw new AssertionError("reads " + other.group(1) + ": " + adql);
        }
        Matcher relation = RELATION.matcher(sql);
        while (relation.find()) {
            String name = relation.group(1) + "." + relation.group(2);
            if (!PUBLISHED.contains(name)) {
                throw new AssertionError("reads " + name + ": " + adql);
            }
        }
    }

    private long execute(SoakDatabase database, CompiledQuery query) throws SQLException {
        try (Connection connection = database.reader().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setQueryTimeout(timeoutSeconds);
            long count = 0;
            try (ResultSet rows = statement.executeQuery(query.inlined())) {
                if (rows.getMetaData().getColumnCount() != query.columns().size()) {
                    throw new AssertionError("columns: " + query.sql());
                }
                while (rows.next()) {
                    count++;
                }
            }
            return count;
        }
    }
}
