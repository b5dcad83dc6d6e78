package org.xingvo.tap.db.soak;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.soak.Mutations;
import org.xingvo.adql.soak.RandomQueries;
import org.xingvo.adql.soak.SoakTables;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;

/** The long run of ADQL: damaged queries, random regions on every database, random queries on every database. One thread. */
public final class AdqlSoak {
    private static final int ORIGINALS = 2_000;
    private static final int ROWS = 1_000;
    private static final int TIMEOUT_SECONDS = 10;
    private static final double LEAST_RESOLVED = 0.3;

    private final List<SoakDatabase> databases;
    private final long seed;
    private final Consumer<String> log;

    /** @param log a line for each part */
    public AdqlSoak(List<SoakDatabase> databases, long seed, Consumer<String> log) {
        this.databases = List.copyOf(databases);
        this.seed = seed;
        this.log = log;
    }

    /**
     * Runs all three.
     *
     * @param count damaged queries; a hundredth of it are regions, a five-hundredth random queries
     * @throws AssertionError what is wrong, with the query
     */
    public void run(int count) {
        mutations(count);
        try {
            GeometrySoak.Result regions = new GeometrySoak(databases, seed).run(Math.max(1, count / 100), ROWS);
            log.accept(String.format(
                    Locale.ROOT,
                    "%d random regions on %d positions and %d databases: %d rows judged, %d inside, %d within 1 mas of an edge"
                            + " are otherwise than the arithmetic has it, %d there differ between databases",
                    regions.queries(),
                    ROWS,
                    databases.size(),
                    regions.answers(),
                    regions.inside(),
                    regions.atEdges(),
                    regions.apart()));
            GrammarSoak.Result queries =
                    new GrammarSoak(databases, seed, TIMEOUT_SECONDS).run(Math.max(1, count / 500));
            log.accept(String.format(
                    Locale.ROOT,
                    "%d random queries, %d accepted: %d answers with %d rows, %d stopped after %d s, errors of the data %s",
                    queries.queries(),
                    queries.accepted(),
                    queries.answered(),
                    queries.rows(),
                    queries.timedOut(),
                    TIMEOUT_SECONDS,
                    queries.failed()));
        } catch (SQLException e) {
            throw new AssertionError("seed " + seed + ": the database failed: " + e.getMessage(), e);
        }
    }

    private void mutations(int count) {
        CompileOptions options = new CompileOptions(SkyDialect.PGSPHERE, Visibility.PUBLIC_ONLY, ROWS);
        Mutations.Result result = new Mutations(seed, SoakTables.CATALOGUE, options)
                .run(RandomQueries.accepted(seed, ORIGINALS, options), count);
        log.accept(String.format(
                Locale.ROOT,
                "%d damaged queries: %d compiled, %d refused %s, %.1f %% reached the resolver, the slowest took %.0f ms",
                count,
                result.compiled(),
                result.refused(),
                result.refusals(),
                100 * result.resolvedShare(),
                result.slowest()));
        if (result.resolvedShare() < LEAST_RESOLVED) {
            throw new AssertionError("too few damaged queries reached the resolver");
        }
    }
}
