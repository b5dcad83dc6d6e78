package org.xingvo.schemas.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;
import org.xingvo.testing.PostgresExtension;

/** From a database with pgSphere into one without, and into one with. */
class DatabaseDumpIT {
    @RegisterExtension
    static final PostgresExtension SOURCE = PostgresExtension.pgsphere();

    @RegisterExtension
    static final PostgresExtension CUBE = PostgresExtension.cube();

    @RegisterExtension
    static final PostgresExtension PGSPHERE = PostgresExtension.pgsphere();

    @TempDir
    static Path folder;

    private static Path dump = Path.of("");

    @BeforeAll
    static void fillAndDump() throws SQLException, IOException {
        execute(SOURCE.dataSource(), """
                insert into archive.principal (name, is_operator) values ('operator', true), ('wang', false);
                insert into archive.token (principal, sha256) values ('wang', '\\xabcdef');
                insert into archive.user_group (name) values ('team'), ('all');
                insert into archive.group_owner values ('team', 'wang'), ('all', 'operator');
                insert into archive.group_nesting (outer_name, inner_name) values ('all', 'team');
                insert into archive.event (tx, action, subject) values ('2', 'group.add', 'team');
                insert into archive.group_member values ('team', 'wang');
                insert into archive.access_class (is_public, owner, read_groups) values (false, 'wang', '{team}');
                insert into archive.collection (name, store_id, title, table_name, mapping)
                values ('lamost', 123457, 'Tab\there, line
                feed, back\\slash, ö', 'data.lamost', 'yaml: 1');
                insert into archive.dataset (collection_id, path, publisher_did, size_bytes, media_type, sha256)
                select c.id, 'p' || i, 'ivo://x/lamost?p' || i, i, 'application/fits', '\\x00ff'
                  from archive.collection c, generate_series(1, 500) i where c.name = 'lamost';
                insert into archive.obscore (dataset_id, access_path, calib_level, obs_collection, obs_id,
                                             obs_publisher_did, s_ra, s_dec, s_region)
                select id, '/files/' || path, 2, 'lamost', path, publisher_did, size_bytes / 2.0, -10,
                       array[size_bytes / 2.0, -10, 0.1]
                  from archive.dataset;
                insert into archive.node (parent_id, name, type, owner, access_class, properties)
                select id, 'wang', 'ContainerNode', 'wang', 1, '{"a": "b"}' from archive.node where name = 'home';
                create table archive.data_lamost (dataset_id bigint primary key references archive.dataset on delete cascade,
                    access_class integer not null, obs_id text not null, ra double precision, dec double precision,
                    "order" smallint, twice double precision generated always as (ra * 2) stored);
                create index on archive.data_lamost (obs_id);
                insert into archive.data_lamost select dataset_id, 0, obs_id, s_ra, s_dec, 7 from archive.obscore;
                create view data.lamost as
                select obs_id, ra, dec, "order", twice,
                       coalesce(current_setting('xingvo.public_url', true), '') || '/x' as access_url, access_class
                  from archive.data_lamost;
                insert into tap_schema.schemas (schema_name) values ('data');
                select nextval('archive.run');
                """);
        SkySql sky = SkySql.of(SkyDialect.PGSPHERE);
        execute(SOURCE.dataSource(), sky.pointIndex("archive.data_lamost", "ra", "dec"));
        execute(SOURCE.dataSource(), sky.regionIndex("archive.obscore", "s_region"));
        dump = folder.resolve("database.zip");
        try (OutputStream out = Files.newOutputStream(dump)) {
            assertThat(DatabaseDump.write(SOURCE.dataSource(), out).rows()).isGreaterThan(1500);
        }
        assertThat(DatabaseDump.verify(dump).rows()).isGreaterThan(1500);
    }

    @Test
    void aDatabaseWithoutPgSphereHasTheSameRowsAndItsOwnGeometry() throws Exception {
        DatabaseRestore.load(CUBE.dataSource(), dump);
        assertSame(CUBE);
        assertThat(column(CUBE.dataSource(), "select value from archive.setting where name = 'sky.dialect'"))
                .containsExactly("CUBE");
        assertThatThrownBy(() -> DatabaseRestore.load(CUBE.dataSource(), dump))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("The database has collections, datasets, nodes, users");
    }

    @Test
    void aDamagedDumpChangesNothingAWholeOneThenLoads() throws Exception {
        Path damaged = folder.resolve("damaged.zip");
        byte[] bytes = Files.readAllBytes(dump);
        Files.write(damaged, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> DatabaseDump.verify(damaged)).isInstanceOf(DumpException.class);
        bytes[bytes.length / 3] ^= 1;
        Files.write(damaged, bytes);
        assertThatThrownBy(() -> DatabaseDump.verify(damaged)).isInstanceOf(DumpException.class);
        assertThatThrownBy(() -> DatabaseRestore.load(PGSPHERE.dataSource(), damaged));
        assertThat(column(PGSPHERE.dataSource(), "select name from archive.collection"))
                .containsExactly("home");
        DatabaseRestore.load(PGSPHERE.dataSource(), dump);
        assertSame(PGSPHERE);
    }

    private static void assertSame(PostgresExtension target) throws Exception {
        for (String table : catalogue(SOURCE.dataSource(), SystemCatalogue::tableNames)) {
            String rows = "select md5(string_agg(t::text, '|' order by t::text)) from " + table + " t"
                    + (table.equals("archive.setting") ? " where name not like 'sky.%'" : "");
            assertThat(column(target.dataSource(), rows)).as(table).isEqualTo(column(SOURCE.dataSource(), rows));
            assertThat(catalogue(target.dataSource(), c -> c.relation(table).constraints()))
                    .as(table)
                    .isEqualTo(catalogue(
                            SOURCE.dataSource(), c -> c.relation(table).constraints()));
            assertThat(catalogue(target.dataSource(), c -> c.relation(table).indexes()))
                    .as(table)
                    .hasSameSizeAs(catalogue(
                            SOURCE.dataSource(), c -> c.relation(table).indexes()));
        }
        assertThat(column(target.dataSource(), "select nextval('archive.run')")).containsExactly("2");
        assertThat(column(
                        target.dataSource(),
                        "insert into archive.collection (name, store_id, title) values ('new', 99, '') returning id"))
                .containsExactly("3");
        String cone = "select obs_id from data.lamost where sky.distance(ra, dec, 100, -10) < 0.9 order by obs_id";
        assertThat(column(target.readerDataSource(), cone)).containsExactly("p199", "p200", "p201");
        assertThat(
                        column(
                                target.dataSource(),
                                "select count(*) from pg_indexes where tablename in ('data_lamost', 'obscore') and indexdef ~ 'gist'"))
                .containsExactly("2");
    }

    private interface Question {
        List<String> ask(SystemCatalogue catalogue) throws SQLException;
    }

    private static List<String> catalogue(DataSource database, Question question) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            SystemCatalogue catalogue = new SystemCatalogue(connection);
            catalogue.execute("set local search_path = ''");
            List<String> answer = question.ask(catalogue);
            connection.rollback();
            connection.setAutoCommit(true);
            return answer;
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            new SystemCatalogue(connection).execute(sql);
        }
    }

    private static List<String> column(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new SystemCatalogue(connection).column(sql);
        }
    }
}
