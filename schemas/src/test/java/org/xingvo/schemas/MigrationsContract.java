package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.PostgresExtension;

/** What holds of a migrated database, whatever its sky geometry. */
abstract class MigrationsContract {
    abstract PostgresExtension postgres();

    abstract Preference preference();

    @Test
    void migratingAgainChangesNothing() {
        SkyDialect again = Migrations.migrate(postgres().dataSource(), preference());
        SkyDialect automatic = Migrations.migrate(postgres().dataSource(), Preference.AUTO);

        assertThat(List.of(again, automatic)).containsOnly(postgres().dialect());
    }

    @Test
    void everyPublishedRelationHasAnAccessClass() throws SQLException {
        List<String> without = column(postgres().dataSource(), """
                select t.table_schema || '.' || t.table_name from information_schema.tables t
                 where t.table_schema in ('tap_schema', 'ivoa', 'data', 'xing')
                   and not exists (select from information_schema.columns c
                                    where c.table_schema = t.table_schema and c.table_name = t.table_name
                                      and c.column_name = 'access_class')
                """);

        assertThat(without).isEmpty();
    }

    @Test
    void theReaderReadsWhatIsPublished() throws SQLException {
        List<String> published = column(postgres().dataSource(), """
                select table_schema || '.' || table_name from information_schema.tables
                 where table_schema in ('tap_schema', 'ivoa', 'data', 'xing')
                """);

        assertThat(published).contains("ivoa.obscore", "xing.cards", "tap_schema.columns");
        for (String relation : published) {
            assertThat(column(postgres().readerDataSource(), "select count(*) from " + relation))
                    .as(relation)
                    .hasSize(1);
        }
    }

    @Test
    void theReaderReadsTablesThatAreMadeLater() throws SQLException {
        execute(postgres().dataSource(), "create table data.later (access_class integer not null)");

        assertThat(column(postgres().readerDataSource(), "select count(*) from data.later"))
                .containsExactly("0");
    }

    @Test
    void theReaderCannotReadAnyTableOfTheArchive() throws SQLException {
        List<String> internal = column(
                postgres().dataSource(),
                "select table_name from information_schema.tables where table_schema in ('archive', 'migrations')");

        assertThat(internal).contains("token", "dataset", "node", "setting");
        for (String table : internal) {
            assertThatThrownBy(() -> column(postgres().readerDataSource(), "select * from archive.\"" + table + '"'))
                    .as(table)
                    .hasMessageContaining("permission denied for schema archive");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into tap_schema.schemas (schema_name) values ('x')",
                "update tap_schema.tables set description = 'x'",
                "delete from ivoa.obscore",
                "create table data.x (i integer)",
                "create table public.x (i integer)",
                "truncate tap_schema.columns"
            })
    void theReaderCannotWrite(String statement) {
        assertThatThrownBy(() -> execute(postgres().readerDataSource(), statement))
                .hasMessageFindingMatch("read-only transaction|permission denied");
        assertThatThrownBy(() -> execute(postgres().readerDataSource(), "set transaction read write; " + statement))
                .as("a second lock behind the read-only transaction")
                .hasMessageContaining("permission denied");
    }

    @Test
    void theReaderHasNoPowers() throws SQLException {
        assertThat(column(
                        postgres().dataSource(),
                        "select rolsuper or rolcreaterole from pg_roles where rolname = '" + Migrations.READER + "'"))
                .containsExactly("f");
    }

    static List<String> column(DataSource source, String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
