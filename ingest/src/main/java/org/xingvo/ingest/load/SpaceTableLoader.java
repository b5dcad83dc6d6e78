package org.xingvo.ingest.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.SpaceTableLimits;
import org.xingvo.ingest.load.SpaceTableQueue.Due;
import org.xingvo.ingest.table.EncodedRows;
import org.xingvo.ingest.table.TableLayout;
import org.xingvo.ingest.table.TableLayout.PositionChoice;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.tables.TableException;
import org.xingvo.tables.TableSource;

/**
 * Makes tables of files of the space. A relation is built beside what is there; one short transaction makes it the table of
 * its node if that still has the bytes, so what a killed load leaves is nobody's table, and what was done is not done again.
 * Several may work at once, of several processes. Thread-safe.
 */
public final class SpaceTableLoader {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceTableLoader.class);
    private static final int AT_ONCE = 16;
    private static final int LEAST_MEMORY = 2 << 20;
    private static final int MOST_MEMORY = 64 << 20;

    private final DataSource database;
    private final SkyDialect dialect;
    private final SpaceTableLimits limits;
    private final Path directory;

    /** @param directory for temporary files; need not be there */
    public SpaceTableLoader(DataSource database, SkyDialect dialect, SpaceTableLimits limits, Path directory) {
        this.database = database;
        this.dialect = dialect;
        this.limits = limits;
        this.directory = directory;
    }

    /** What a file holds. */
    public sealed interface Content extends AutoCloseable {
        @Override
        default void close() throws IOException {}

        /** It does not look like a table. */
        record None() implements Content {}

        /** It looks like a table and is none that can be loaded. */
        record Refused(String why) implements Content {}

        /** Cannot be told now. */
        record Later(String why) implements Content {}

        /**
         * A table.
         *
         * @param scratch a temporary file that goes with it
         */
        record Table(TableSource source, AutoCloseable scratch) implements Content {
            @Override
            public void close() throws IOException {
                try (source) {
                    scratch.close();
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }
    }

    /** Looks at the bytes of a file. */
    @FunctionalInterface
    public interface Reader {
        Content read(SpaceFile file);
    }

    /**
     * Works on what is due, some files at most; returns how many of them were worked on.
     *
     * @param mostBytes files that are larger are left alone
     * @throws CatalogueException the database did not do as asked; what was due still is
     */
    public int work(long mostBytes, Reader reader, BooleanSupplier stop) {
        try (Connection connection = database.getConnection()) {
            SpaceTableRows rows = new SpaceTableRows(connection);
            int worked = 0;
            for (Due due : new SpaceTableQueue(connection).due(mostBytes, AT_ONCE)) {
                String node = "node " + due.nodeId();
                if (!stop.getAsBoolean() && rows.lock(node)) {
                    try {
                        one(connection, due, reader, stop);
                    } catch (SQLException e) {
                        putOff(due, e);
                        throw e;
                    } finally {
                        rows.unlock(node);
                    }
                    worked++;
                }
            }
            return worked;
        } catch (SQLException e) {
            throw new CatalogueException("make tables of files", e);
        }
    }

    /** Whatever it was, it must not keep other files from their turn. */
    private void putOff(Due due, SQLException why) {
        try (Connection other = database.getConnection()) {
            new SpaceTableQueue(other).later(due.id(), String.valueOf(why.getMessage()));
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private void one(Connection connection, Due due, Reader reader, BooleanSupplier stop) throws SQLException {
        SpaceTableRows rows = new SpaceTableRows(connection);
        Optional<SpaceFile> found = rows.file(due.id());
        if (found.isEmpty()) {
            new SpaceTableQueue(connection).remove(due.id());
            return;
        }
        SpaceFile file = found.get();
        if (file.isLoaded()) {
            end(connection, file, () -> rows.keep(file));
            return;
        }
        try (Content content = limits.tables() == 0 ? new Content.None() : reader.read(file)) {
            switch (content) {
                case Content.None none -> end(connection, file, () -> rows.refuse(file, null));
                case Content.Refused refused -> end(connection, file, () -> rows.refuse(file, refused.why()));
                case Content.Later later -> new SpaceTableQueue(connection).later(file.queueId(), later.why());
                case Content.Table table -> load(connection, file, table.source(), stop);
            }
        } catch (IOException e) {
            new SpaceTableQueue(connection).later(file.queueId(), String.valueOf(e.getMessage()));
        }
        if (file.number() != null) {
            rows.dropUnused(file.number());
        }
    }

    /** What is done in the transaction that ends with a file. */
    private interface End {
        void run() throws SQLException;
    }

    /** If the file has other bytes by now, nothing is done: those have a row of their own. */
    private static boolean end(Connection connection, SpaceFile file, End end) throws SQLException {
        try {
            return Transactions.run(connection, () -> {
                boolean there = new SpaceTableRows(connection).hold(file);
                if (there) {
                    end.run();
                }
                new SpaceTableQueue(connection).remove(file.queueId());
                return there;
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void load(Connection connection, SpaceFile file, TableSource source, BooleanSupplier stop)
            throws SQLException, IOException {
        SpaceTableRows rows = new SpaceTableRows(connection);
        String full = full(file, rows);
        if (full != null) {
            end(connection, file, () -> rows.refuse(file, full));
            return;
        }
        int number = rows.newNumber();
        String relation = "relation " + number;
        boolean locked = rows.lock(relation);
        LoadWatch watch = new LoadWatch(file.name(), limits, stop);
        try {
            build(connection, file, source, number, watch);
        } catch (TableException | IngestException e) {
            if (stop.getAsBoolean()) {
                return;
            }
            String why = String.valueOf(watch.exceeded() == null ? e.getMessage() : watch.exceeded());
            end(connection, file, () -> rows.refuse(file, why));
        } catch (SQLException e) {
            if (!isAboutTable(e)) {
                throw e;
            }
            String why = LoadFailures.sentence(file.name(), e).getMessage();
            end(connection, file, () -> rows.refuse(file, why));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // a cell may claim any length, and readers have faults
            LOG.warn("Node {} could not be loaded as a table", file.nodeId(), e);
            String why = "%s: expected a table that can be loaded, found one that cannot (%s)"
                    .formatted(file.name(), e.getClass().getSimpleName());
            end(connection, file, () -> rows.refuse(file, why));
        } finally {
            if (locked) {
                rows.unlock(relation);
            }
            rows.dropUnused(number);
        }
    }

    private @Nullable String full(SpaceFile file, SpaceTableRows rows) throws SQLException {
        SpaceTableRows.Holding holding = rows.holding(file);
        if (holding.tables() >= limits.tables()) {
            return "%s: expected at most %,d tables of one owner, found %,d others"
                    .formatted(file.name(), limits.tables(), holding.tables());
        }
        if (holding.bytes() + file.bytes() > limits.ownerBytes()) {
            return "%s: expected at most %,d bytes in all files of one owner that are tables, found %,d"
                    .formatted(file.name(), limits.ownerBytes(), holding.bytes() + file.bytes());
        }
        return null;
    }

    private void build(Connection connection, SpaceFile file, TableSource source, int number, LoadWatch watch)
            throws SQLException, IOException {
        TableLayout layout = TableLayout.of(List.of(source), new PositionChoice(null, null, false));
        if (layout.columns().size() > limits.columns()) {
            throw new IngestException("%s: expected at most %,d columns, found %,d"
                    .formatted(file.name(), limits.columns(), layout.columns().size()));
        }
        String relation = SpaceTableRows.relation(number);
        int memory = Math.clamp(4 * file.bytes(), LEAST_MEMORY, MOST_MEMORY);
        Path scratch = directory.resolve("sort-" + number);
        try (EncodedRows rows = new EncodedRows(layout, List.of(source), scratch, memory, watch)) {
            rows.prepare();
            // nothing of this counts before the last transaction, which waits for the disk
            execute(connection, "set synchronous_commit = off");
            long count;
            LoadIndexes.Outcome indexes;
            try {
                count = Transactions.run(connection, () -> {
                    execute(connection, LoadedTableSql.createTable(relation, layout));
                    return CopyTarget.copy(connection, LoadedTableSql.copy(relation, layout, true), rows);
                });
                indexes = new LoadIndexes(
                                database,
                                dialect,
                                new LoadIndexes.Relation(relation, layout.raName(), layout.decName()),
                                watch)
                        .make(connection, LoadIndexes.key(layout, null), List.of());
            } finally {
                execute(connection, "reset synchronous_commit");
            }
            SpaceTableRows tables = new SpaceTableRows(connection);
            end(connection, file, () -> {
                String full = full(file, tables);
                if (full != null) {
                    tables.refuse(file, full);
                    return;
                }
                List<String> indexed = indexes.key() == null ? List.of() : List.of(indexes.key());
                tables.publish(file, number, layout, rows, source.description(), indexed, count);
            });
        }
    }

    /** True when the rows are at fault, or their shape; false when the database is. */
    private static boolean isAboutTable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Takes away the tables of nodes that are gone, and what killed loads have left. */
    public void sweep() {
        try (Connection connection = database.getConnection()) {
            SpaceTableRows rows = new SpaceTableRows(connection);
            rows.forgetGone();
            rows.dropUnused();
        } catch (SQLException e) {
            throw new CatalogueException("take away tables of files", e);
        }
    }
}
