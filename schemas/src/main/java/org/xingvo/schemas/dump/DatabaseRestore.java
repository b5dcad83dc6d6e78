package org.xingvo.schemas.dump;

import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.postgresql.PGConnection;
import org.xingvo.schemas.Migrations;
import org.xingvo.schemas.Preference;

/** Loads a dump into a database that has nothing in it but what the migrations made. One thread at a time. */
public final class DatabaseRestore {
    private DatabaseRestore() {}

    /**
     * Loads all of it in one transaction, or nothing.
     *
     * @param owner of a migrated database
     * @throws DumpException the database is in use, the dump is of a later program, or is not what it was
     */
    public static DatabaseDump.Summary load(DataSource owner, Path file) throws IOException {
        try (ZipFile zip = DatabaseDump.open(file);
                Connection connection = owner.getConnection()) {
            DumpIndex index = DatabaseDump.index(zip, file);
            checkEmpty(new SystemCatalogue(connection));
            boolean older = bringTo(owner, index.migration(), new SystemCatalogue(connection).migration(), file);
            connection.setAutoCommit(false);
            try {
                DatabaseDump.Summary summary = load(connection, zip, file, index);
                connection.commit();
                return summary;
            } catch (SQLException | RuntimeException | IOException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
                if (older) {
                    Migrations.migrate(owner, Preference.AUTO);
                }
                new SystemCatalogue(connection).execute("analyze");
            }
        } catch (SQLException e) {
            throw new DumpException(
                    "The database of %s cannot be loaded: %s.".formatted(file, DatabaseDump.firstLine(e)), e);
        }
    }

    /** Refuses a database that somebody has used. */
    private static void checkEmpty(SystemCatalogue catalogue) throws SQLException {
        List<String> used = catalogue.column("""
                select what from (values
                    ('collections', (select count(*) from archive.collection where name <> 'home')),
                    ('datasets', (select count(*) from archive.dataset)),
                    ('nodes', (select count(*) from archive.node where parent_id is not null)),
                    ('users', (select count(*) from archive.principal))) as t (what, n) where n > 0
                """);
        if (!used.isEmpty()) {
            throw new DumpException(
                    "The database has " + String.join(", ", used)
                            + ": a restore needs an empty one; make one with createdb and give it with --db.",
                    null);
        }
    }

    /** Takes the schema to what it was when the dump was made; true if it must go on from there afterwards. */
    private static boolean bringTo(DataSource owner, String wanted, String present, Path file) {
        int order = MigrationVersion.fromVersion(wanted).compareTo(MigrationVersion.fromVersion(present));
        if (order > 0) {
            throw new DumpException(
                    "%s: expected a database of migration %s at most, found %s, of a later program; take that one."
                            .formatted(file, present, wanted),
                    null);
        }
        if (order < 0) {
            Migrations.startOver(owner, wanted);
        }
        return order < 0;
    }

    private static DatabaseDump.Summary load(Connection connection, ZipFile zip, Path file, DumpIndex index)
            throws SQLException, IOException {
        SystemCatalogue catalogue = new SystemCatalogue(connection);
        catalogue.execute("set local search_path = ''");
        catalogue.execute("set local statement_timeout = 0");
        List<String> there = catalogue.tableNames();
        List<String> geometry = catalogue.column(
                "select format('insert into archive.setting (name, value) values (%L, %L)', name, value)"
                        + " from archive.setting where name like 'sky.%'");
        catalogue.execute("truncate " + String.join(", ", there));
        List<DumpIndex.Table> made = new ArrayList<>();
        // a table of the migrations has its foreign keys already: those first, in the order that suits them
        List<DumpIndex.Table> tables = new ArrayList<>(index.tables());
        for (DumpIndex.Table table : tables) {
            if (!there.contains(table.relation().name())) {
                catalogue.execute(table.relation().create());
                made.add(table);
            }
        }
        long rows = 0;
        for (DumpIndex.Table table : tables) {
            rows += copyIn(connection, zip, file, table);
        }
        if (there.contains("archive.event")) {
            catalogue.execute("update archive.event set tx = '2'");
        }
        catalogue.execute("delete from archive.setting where name like 'sky.%'");
        for (String setting : geometry) {
            catalogue.execute(setting);
        }
        for (DumpIndex.Table table : made) {
            for (String constraint : table.relation().constraints()) {
                catalogue.execute(constraint);
            }
        }
        for (DumpIndex.Table table : tables) {
            makeIndexes(catalogue, table.relation());
        }
        List<String> views = catalogue.viewNames();
        for (String view : index.views()) {
            if (views.stream().noneMatch(name -> view.startsWith("create view " + name + " "))) {
                catalogue.execute(view);
            }
        }
        for (String sequence : index.sequences()) {
            catalogue.execute(sequence);
        }
        return new DatabaseDump.Summary(tables.size(), rows);
    }

    private static long copyIn(Connection connection, ZipFile zip, Path file, DumpIndex.Table table)
            throws SQLException, IOException {
        Relation relation = table.relation();
        try (DigestInputStream in = DatabaseDump.entry(zip, file, table)) {
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + relation.name() + " (" + relation.columnList() + ") from stdin", in);
            DatabaseDump.check(file, table, in);
            if (rows != table.rows()) {
                throw new DumpException(
                        "%s, %s: expected %,d rows, found %,d".formatted(file, table.entry(), table.rows(), rows),
                        null);
            }
            return rows;
        }
    }

    /** Names of indexes are made up by the database: the same index is one that is the same but for its name. */
    private static void makeIndexes(SystemCatalogue catalogue, Relation wanted) throws SQLException {
        List<String> there = catalogue.relation(wanted.name()).indexes().stream()
                .map(DatabaseRestore::nameless)
                .toList();
        for (String index : wanted.indexes()) {
            if (!there.contains(nameless(index))) {
                catalogue.execute(index);
            }
        }
    }

    private static String nameless(String index) {
        return index.replaceFirst("INDEX .*? ON ", "INDEX ON ");
    }
}
