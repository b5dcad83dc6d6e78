package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.table.LoadProgress;
import org.xingvo.ingest.table.TableLayout;
import org.xingvo.ingest.table.TableLayout.Column;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;
import org.xingvo.tables.TableColumn;

/** The indexes of a table that nobody reads yet: the spatial one on one connection, the others beside it on another. */
final class LoadIndexes {
    private static final String DUPLICATE = "23505";
    private static final String TOO_LONG = "54000";

    /** Columns that name a row, best first, when no UCD says so. */
    private static final List<String> KEY_NAMES = List.of(
            "source_id",
            "sourceid",
            "objid",
            "obj_id",
            "object_id",
            "specobjid",
            "obsid",
            "obs_id",
            "uniqueid",
            "unique_id",
            "designation",
            "id");

    private final DataSource database;
    private final SkyDialect dialect;
    private final Relation table;
    private final LoadProgress progress;

    /**
     * A table without indexes.
     *
     * @param relation as it stands in SQL
     * @param ra column of the position in degrees; null, and so is dec: it has none
     */
    record Relation(
            String relation, @Nullable String ra, @Nullable String dec) {}

    LoadIndexes(DataSource database, SkyDialect dialect, Relation table, LoadProgress progress) {
        this.database = database;
        this.dialect = dialect;
        this.table = table;
        this.progress = progress;
    }

    /**
     * The column that names a row.
     *
     * @param required true: what is there twice ends the load
     */
    record Key(@Nullable String name, boolean required) {}

    /**
     * What was made.
     *
     * @param key column with a unique index; null: none
     * @param all columns with an index beside the position
     */
    record Outcome(@Nullable String key, List<String> all, List<String> notes) {}

    static Key key(TableLayout layout, @Nullable String asked) {
        if (asked != null) {
            return new Key(named(layout, asked), true);
        }
        Optional<String> found = layout.columns().stream()
                .filter(c -> isKeyUcd(c.column().ucd()) && isScalar(c.column()))
                .map(Column::name)
                .findFirst();
        for (String name : KEY_NAMES) {
            if (found.isEmpty()) {
                found = layout.columns().stream()
                        .filter(c -> c.name().equals(name) && isScalar(c.column()))
                        .map(Column::name)
                        .findFirst();
            }
        }
        return new Key(found.orElse(null), false);
    }

    private static boolean isScalar(TableColumn column) {
        return !column.isArray();
    }

    private static boolean isKeyUcd(@Nullable String ucd) {
        String lower = ucd == null ? "" : ucd.toLowerCase(Locale.ROOT);
        return lower.equals("meta.id;meta.main") || lower.equals("id_main");
    }

    static List<String> named(TableLayout layout, List<String> asked) {
        Set<String> names = new LinkedHashSet<>();
        asked.forEach(name -> names.add(named(layout, name)));
        return List.copyOf(names);
    }

    /** The column called so in the table or in the file. */
    private static String named(TableLayout layout, String asked) {
        return layout.columns().stream()
                .filter(c -> c.name().equalsIgnoreCase(asked)
                        || c.column().original().equalsIgnoreCase(asked))
                .map(Column::name)
                .findFirst()
                .orElseThrow(() -> new IngestException("column " + asked + ": expected one of "
                        + String.join(
                                ", ",
                                layout.columns().stream().map(Column::name).toList())
                        + ", found none"));
    }

    /** Makes all indexes and gathers statistics. */
    Outcome make(Connection connection, Key key, List<String> wished) throws SQLException {
        boolean spatial = table.ra() != null;
        List<String> others = new ArrayList<>(wished);
        others.remove(key.name());
        progress.begin(LoadProgress.Phase.INDEX, (spatial ? 1 : 0) + others.size() + (key.name() == null ? 0 : 1) + 1);
        List<String> notes = new ArrayList<>();
        String made = null;
        try (ExecutorService beside = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("index").daemon().factory())) {
            Future<?> sky = beside.submit(() -> {
                if (spatial) {
                    makeSpatial();
                }
                return null;
            });
            try {
                made = key.name() == null ? null : makeKey(connection, key.name(), key.required(), notes);
                for (String column : others) {
                    plain(connection, column);
                }
            } finally {
                finished(sky);
            }
        }
        execute(connection, "analyze " + table.relation());
        progress.advance(1);
        return new Outcome(made, others, notes);
    }

    private void makeSpatial() throws SQLException {
        String ra = table.ra();
        String dec = table.dec();
        if (ra == null || dec == null) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            execute(connection, SkySql.of(dialect).pointIndex(table.relation(), ra, dec));
        }
        progress.advance(1);
    }

    private static void finished(Future<?> sky) throws SQLException {
        try {
            sky.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("interrupted; the table is as it was", e);
        }
    }

    private @Nullable String makeKey(Connection connection, String column, boolean required, List<String> notes)
            throws SQLException {
        try {
            execute(
                    connection,
                    "create unique index on " + table.relation() + " (" + LoadedTableSql.quoted(column) + ")");
            progress.advance(1);
            return column;
        } catch (SQLException e) {
            if (required || !(DUPLICATE.equals(e.getSQLState()) || TOO_LONG.equals(e.getSQLState()))) {
                throw e;
            }
            notes.add("column " + column + " looks like a key and is not unique: it has no index; --index " + column
                    + " makes one");
            progress.advance(1);
            return null;
        }
    }

    private void plain(Connection connection, String column) throws SQLException {
        execute(connection, "create index on " + table.relation() + " (" + LoadedTableSql.quoted(column) + ")");
        progress.advance(1);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
