package org.xingvo.ingest.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.collection.SqlNames;
import org.xingvo.ingest.load.LoadRequest.Mode;
import org.xingvo.ingest.table.EncodedRows;
import org.xingvo.ingest.table.LoadProgress;
import org.xingvo.ingest.table.TableLayout;
import org.xingvo.ingest.table.TableLayout.Column;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.tables.ValueKind;

/**
 * Loads catalogues as tables. A new table is built beside the old one, with its indexes and statistics, and takes its
 * place in one short transaction; appended rows come in one transaction. Whatever ends a load before leaves the table
 * as it was; what a killed one leaves in the database is removed by the next. Thread-safe; two loads of one table at
 * the same time are refused.
 */
public final class CatalogueLoader {
    private final DataSource database;
    private final SkyDialect dialect;

    public CatalogueLoader(DataSource database, SkyDialect dialect) {
        this.database = database;
        this.dialect = dialect;
    }

    /**
     * Loads a table.
     *
     * @throws IngestException in one sentence: what, where, expected, found
     */
    public LoadReport load(LoadRequest request, LoadProgress progress) {
        checkName(request.name());
        TableLayout layout = TableLayout.of(request.files(), request.position());
        try (Connection connection = database.getConnection()) {
            LoadedTables tables = new LoadedTables(connection);
            if (!tables.lock(request.name())) {
                throw new IngestException(
                        "table data." + request.name() + ": expected no other load of it, found one" + " that runs");
            }
            try {
                tables.removeLeftovers(request.name());
                Optional<LoadedTable> before = before(tables, request);
                return request.mode() == Mode.APPEND
                        ? append(connection, request, layout, before.orElseThrow(), progress)
                        : build(connection, request, layout, before.orElse(null), progress);
            } finally {
                tables.unlock(request.name());
            }
        } catch (SQLException e) {
            throw LoadFailures.sentence("data." + request.name(), e);
        } catch (IOException e) {
            throw new IngestException(
                    "temporary files in " + request.directory() + ": cannot be written or read: " + e.getMessage(), e);
        }
    }

    private static void checkName(String name) {
        if (!SqlNames.isIdentifier(name)) {
            throw new IngestException("table " + name + ": expected a name of at most "
                    + SqlNames.MAX_COLLECTION_NAME
                    + " letters a-z, digits and underscores that begins with a letter and is no word of SQL");
        }
    }

    private static Optional<LoadedTable> before(LoadedTables tables, LoadRequest request) throws SQLException {
        String table = "table data." + request.name();
        Optional<LoadedTable> before = tables.find(request.name());
        if (before.isEmpty() && tables.isTakenByOther(request.name())) {
            throw new IngestException(table + ": expected a name of its own, found a collection or another table");
        }
        switch (request.mode()) {
            case CREATE -> {
                if (before.isPresent()) {
                    throw new IngestException(table
                            + ": expected none of this name, found one with %,d rows; say"
                                    .formatted(before.get().rowCount())
                            + " --replace or --append");
                }
            }
            case APPEND -> {
                if (before.isEmpty()) {
                    throw new IngestException(table + ": expected one to append to, found none");
                }
            }
            case REPLACE -> {}
        }
        return before;
    }

    private LoadReport build(
            Connection connection,
            LoadRequest request,
            TableLayout layout,
            @Nullable LoadedTable before,
            LoadProgress progress)
            throws SQLException, IOException {
        LoadedTables tables = new LoadedTables(connection);
        List<String> wished = LoadIndexes.named(layout, request.indexes());
        LoadIndexes.Key key = LoadIndexes.key(layout, request.key());
        int accessClass = request.access() == null
                ? before == null ? 0 : before.accessClass()
                : tables.accessClass(request.access());
        String storage = tables.newStorage(request.name());
        LoadedTable planned = new LoadedTable(
                request.name(),
                storage,
                first(request.title(), before == null ? null : before.title(), request.name()),
                first(
                        request.description(),
                        before == null ? null : before.description(),
                        first(request.files().getFirst().description(), null, "")),
                accessClass,
                layout.raName(),
                layout.decName(),
                null,
                0);
        try (EncodedRows rows =
                new EncodedRows(layout, request.files(), request.directory(), request.memoryBytes(), progress)) {
            rows.prepare();
            long count = copyNew(connection, planned, layout, rows);
            LoadIndexes.Outcome indexes = new LoadIndexes(
                            database,
                            dialect,
                            new LoadIndexes.Relation(planned.relation(), planned.ra(), planned.dec()),
                            progress)
                    .make(connection, key, wished);
            LoadedTable table = new LoadedTable(
                    planned.name(),
                    storage,
                    planned.title(),
                    planned.description(),
                    accessClass,
                    planned.ra(),
                    planned.dec(),
                    indexes.key(),
                    count);
            TableSwap.run(connection, table, before, () -> {
                LoadedTable seen = request.access() == null ? asSeen(tables, table) : table;
                try (Statement statement = connection.createStatement()) {
                    statement.execute(LoadedTableSql.createView(seen, layout));
                }
                LoadedTableSql.publish(connection, seen, layout, rows, indexes.all());
                tables.write(seen, wished, names(request), false);
            });
            return report(table, layout, rows, count, indexes.notes());
        } catch (SQLException | IOException | RuntimeException e) {
            remove(tables, storage, e);
            throw e;
        }
    }

    /** Who sees the table may have been changed while it was loaded. */
    private static LoadedTable asSeen(LoadedTables tables, LoadedTable table) throws SQLException {
        return tables.hold(table.name())
                .map(now -> table.withAccess(now.accessClass()))
                .orElse(table);
    }

    private static void remove(LoadedTables tables, String storage, Exception failure) {
        try {
            tables.drop(storage);
        } catch (SQLException e) {
            failure.addSuppressed(e); // the next load removes it
        }
    }

    private static List<String> names(LoadRequest request) {
        return request.files().stream().map(f -> f.name().replace('\0', '?')).toList();
    }

    private static String first(@Nullable String a, @Nullable String b, String c) {
        return (a != null ? a : b != null ? b : c).replace('\0', '?');
    }

    /** Table and rows in one transaction: the rows are frozen, nobody needs to look at them again. */
    private static long copyNew(Connection connection, LoadedTable table, TableLayout layout, EncodedRows rows)
            throws SQLException, IOException {
        return Transactions.run(connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LoadedTableSql.createTable(table.relation(), layout));
            }
            return CopyTarget.copy(connection, LoadedTableSql.copy(table.relation(), layout, true), rows);
        });
    }

    private LoadReport append(
            Connection connection, LoadRequest request, TableLayout wanted, LoadedTable before, LoadProgress progress)
            throws SQLException, IOException {
        TableLayout layout = fitted(request, wanted, before, LoadedTableSql.columns(connection, before.name()));
        LoadedTables tables = new LoadedTables(connection);
        try (EncodedRows rows =
                new EncodedRows(layout, request.files(), request.directory(), request.memoryBytes(), progress)) {
            rows.prepare();
            LoadedTable[] after = new LoadedTable[1];
            long count = Transactions.run(connection, () -> {
                long copied = CopyTarget.copy(connection, LoadedTableSql.copy(before.relation(), layout, false), rows);
                after[0] = new LoadedTable(
                        before.name(),
                        before.storage(),
                        first(request.title(), null, before.title()),
                        first(request.description(), null, before.description()),
                        before.accessClass(),
                        before.ra(),
                        before.dec(),
                        before.key(),
                        before.rowCount() + copied);
                LoadedTableSql.widenText(connection, before, layout, rows);
                tables.write(asSeen(tables, after[0]), List.of(), names(request), true);
                return copied;
            });
            progress.begin(LoadProgress.Phase.INDEX, 1);
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze " + before.relation());
            }
            progress.advance(1);
            return report(after[0], layout, rows, count, List.of());
        }
    }

    private static TableLayout fitted(
            LoadRequest request, TableLayout layout, LoadedTable before, Map<String, LoadedTableSql.Existing> there) {
        String where = request.files().getFirst().name();
        if (request.access() != null
                || request.key() != null
                || !request.indexes().isEmpty()) {
            throw new IngestException("table data." + before.name()
                    + ": expected no key, index or access with --append, which leaves them as they are");
        }
        List<ValueKind> kinds = new ArrayList<>();
        for (int i = 0; i < layout.columns().size(); i++) {
            Column column = layout.columns().get(i);
            LoadedTableSql.Existing existing = there.get(column.name());
            if (existing == null) {
                throw new IngestException(where + ", column " + column.column().original()
                        + ": expected a column of the table data." + before.name() + ", found none called "
                        + column.name());
            }
            boolean fits = existing.isArray() == column.column().isArray()
                    && ValueKind.common(existing.kind(), column.column().kind())
                            .filter(existing.kind()::equals)
                            .isPresent();
            if (!fits && !layout.isBlank(i, request.files())) {
                throw new IngestException(where + ", column " + column.column().original() + ": expected "
                        + existing.words() + " as in the table data." + before.name() + ", found "
                        + column.column().typeWords());
            }
            kinds.add(existing.kind());
        }
        for (String name : there.keySet()) {
            if (layout.columns().stream().noneMatch(c -> c.name().equals(name))) {
                throw new IngestException(where + ": expected a column " + name + " as in the table data."
                        + before.name() + ", found none");
            }
        }
        if (!java.util.Objects.equals(before.ra(), layout.raName())
                || !java.util.Objects.equals(before.dec(), layout.decName())) {
            throw new IngestException(where + ": expected positions in " + before.ra() + " and " + before.dec()
                    + " as in the table data." + before.name() + ", found them in " + layout.raName() + " and "
                    + layout.decName());
        }
        return layout.withKinds(kinds);
    }

    private static LoadReport report(
            LoadedTable table, TableLayout layout, EncodedRows rows, long count, List<String> notes) {
        return new LoadReport(
                "data." + table.name(),
                count,
                table.rowCount(),
                layout.columns().size(),
                table.ra(),
                table.dec(),
                rows.withoutPosition(),
                table.key(),
                rows.misfits(),
                notes);
    }
}
