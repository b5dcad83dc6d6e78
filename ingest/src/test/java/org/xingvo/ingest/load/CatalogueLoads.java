package org.xingvo.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.load.LoadRequest.Mode;
import org.xingvo.ingest.table.LoadProgress;

/** Loading into a real database; once for each geometry. */
abstract class CatalogueLoads extends LoadDesk {
    private static final String CSV = "id,ra,dec,name\n5,10.5,-20.25,a\n3,200,41,b\n4,,,c\n2,10.6,-20.2,d\n";

    Path csv(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void rowsAreInSkyOrderAndConesUseTheIndex() throws Exception {
        LoadReport report = load("cones", Mode.CREATE, csv("cones.csv", CSV));
        assertThat(report.rows()).isEqualTo(4);
        assertThat(report.withoutPosition()).isEqualTo(1);
        assertThat(report.key()).isEqualTo("id");
        // rows without a position come last
        assertThat(rows("select id from data.cones"))
                .endsWith("4")
                .startsWith("3")
                .hasSize(4);
        assertThat(rows("select id from data.cones where sky.in_circle(ra, dec, 200, 41, 0.1)"))
                .containsExactly("3");
        List<String> plan = rows("explain select * from data.cones where sky.in_circle(ra, dec, 200, 41, 0.1)"
                + " and access_class = any(array[0])");
        List<String> storage = rows("select storage from archive.loaded_table where name = 'cones'");
        assertThat(rows("select indexdef from pg_indexes where tablename = '" + storage.getFirst() + "'"))
                .anyMatch(ddl -> ddl.contains("USING gist"))
                .anyMatch(ddl -> ddl.contains("UNIQUE INDEX"));
        assertThat(String.join(" ", plan)).contains(storage.getFirst());
        assertThat(rows("select column_name, datatype, arraysize, ucd, indexed from tap_schema.columns"
                        + " where table_name = 'data.cones' order by column_index"))
                .containsExactly(
                        "id|int|null|null|1",
                        "ra|double|null|pos.eq.ra;meta.main|1",
                        "dec|double|null|pos.eq.dec;meta.main|1",
                        "name|char|*|null|0");
        assertThat(Files.exists(directory.resolve("sort"))).isFalse();
    }

    @Test
    void valuesOfParquetKeepTheirTypesAndNulls() throws Exception {
        load("parquet", Mode.CREATE, resource("stars.parquet"));
        assertThat(rows("select * from data.parquet where source_id in (11, 12, 13) order by 1"))
                .containsExactly(
                        "11|10.5|-20.25|1.5|t|0|a|2013-09-29 12:00:00.25|{1,2}|0",
                        "12|null|5|null|f|255|b\u00e9|null|{3}|0",
                        "13|30.25|41|null|null|null|null|2000-01-01 00:00:00|null|0");
        assertThat(rows("select column_name, datatype, arraysize, xtype, unit, description from tap_schema.columns"
                        + " where table_name = 'data.parquet' order by column_index"))
                .containsExactly(
                        "source_id|long|null|null|null|(Source ID in the file)",
                        "ra|double|null|null|deg|null",
                        "dec|double|null|null|deg|null",
                        "mag|float|null|null|mag|Magnitude",
                        "flag|boolean|null|null|null|null",
                        "u8|unsignedByte|null|null|null|null",
                        "name|unicodeChar|*|null|null|null",
                        "obs|char|*|timestamp|null|null",
                        "flux|double|*|null|null|null");
        assertThat(rows("select description from tap_schema.tables where table_name = 'data.parquet'"))
                .containsExactly("parquet. Five stars");
    }

    @Test
    void aTableIsReplacedAppendedToOrLeftAsItWas() throws Exception {
        Path first = csv("first.csv", CSV);
        load("changing", Mode.CREATE, new LoadRequest.Access(false, null, List.of()), first);
        assertThatThrownBy(() -> load("changing", Mode.CREATE, first))
                .isInstanceOf(IngestException.class)
                .hasMessage("table data.changing: expected none of this name, found one with 4 rows; say --replace or"
                        + " --append");
        LoadReport more = load("changing", Mode.APPEND, csv("more.csv", "id,ra,dec,name\n9,1,2,\u00e4\n"));
        assertThat(more.allRows()).isEqualTo(5);
        assertThatThrownBy(() -> load("changing", Mode.APPEND, csv("again.csv", "id,ra,dec,name\n9,1,2,x\n")))
                .hasMessage("table data.changing: expected a different key in every row, found twice: (id)=(9)");
        assertThatThrownBy(() -> load("changing", Mode.APPEND, csv("bad.csv", "id,ra,dec,name\nx,1,2,x\n")))
                .hasMessage("bad.csv, column id: expected int as in the table data.changing, found text");
        assertThat(rows("select count(*) from data.changing")).containsExactly("5");
        assertThat(rows("select datatype from tap_schema.columns"
                        + " where table_name = 'data.changing' and column_name = 'name'"))
                .containsExactly("unicodeChar");

        Path next = csv("next.csv", "name,ra_hms,dec_dms\nx,12:00:00,-00:30:00\ny,12:00:01,-00:30:00\n");
        LoadReport replaced = load("changing", Mode.REPLACE, next);
        assertThat(replaced.ra()).isEqualTo("ra");
        assertThat(rows("select name, ra, dec from data.changing where name = 'x'"))
                .containsExactly("x|180|-0.5");
        // who may see it stays
        assertThat(rows("select distinct is_public from archive.access_class c join tap_schema.columns t"
                        + " on t.access_class = c.id where table_name = 'data.changing'"))
                .containsExactly("f");
        assertThat(rows("select is_public from archive.access_class c join data.changing v on v.access_class = c.id"))
                .containsOnly("f");
        assertThatThrownBy(() -> load("changing", Mode.REPLACE, csv("torn.csv", "a,b\n1,2\n3\n")))
                .hasMessageStartingWith("torn.csv: expected a table that can be read");
        assertThat(rows("select count(*) from data.changing")).containsExactly("2");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whoSeesATableCanBeChangedAtAnyTime() throws Exception {
        String isPublic = "select (select bool_or(is_public) from archive.access_class c where c.id = any(array["
                + "(select min(access_class) from data.seen), (select access_class from archive.loaded_table where name = 'seen'),"
                + " (select access_class from tap_schema.tables where table_name = 'data.seen'),"
                + " (select min(access_class) from tap_schema.columns where table_name = 'data.seen')]))";
        CatalogueAccess access = new CatalogueAccess(postgres().dataSource());
        LoadRequest.Access nobody = new LoadRequest.Access(false, null, List.of());
        LoadRequest.Access everybody = new LoadRequest.Access(true, null, List.of());
        Path first = csv("seen.csv", CSV);
        load("seen", Mode.CREATE, first);
        assertThat(rows(isPublic)).containsExactly("t");
        assertThat(access.change("nothing", nobody)).isFalse();
        assertThat(access.change("data.seen", nobody)).isTrue();
        assertThat(rows(isPublic)).containsExactly("f");
        assertThat(rows("select count(*) from data.seen")).containsExactly("4");
        assertThatThrownBy(() -> access.change("seen", new LoadRequest.Access(false, "xaver", List.of())))
                .hasMessage("user xaver: expected one that is there, found none");
        for (Mode mode : List.of(Mode.REPLACE, Mode.APPEND)) {
            assertThat(access.change("seen", everybody)).isTrue();
            assertThat(rows(isPublic)).containsExactly("t");
            progress = new LoadProgress() {
                @Override
                public void begin(Phase phase, long total) {
                    if (phase == Phase.READ) {
                        assertThat(access.change("seen", nobody)).isTrue();
                    }
                }

                @Override
                public void advance(long more) {}
            };
            load("seen", mode, mode == Mode.REPLACE ? first : csv("more_seen.csv", "id,ra,dec,name\n9,1,2,z\n"));
            assertThat(rows(isPublic)).as("hidden during %s", mode).containsExactly("f");
        }
        assertThat(rows("select count(*) from data.seen")).containsExactly("5");
    }

    @Test
    void whatAKilledLoadLeftIsRemovedByTheNext() throws Exception {
        rows("with t as (select 1) select * from t");
        try (Connection connection = postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table archive.catalogue_99_killed (a integer)");
            statement.execute("create table archive.catalogue_98_busy (a integer)");
            new LoadedTables(connection).lock("busy");
            load("other", Mode.CREATE, csv("other.csv", "a\n1\n"));
            assertThat(leftovers()).containsExactly("catalogue_98_busy");
            new LoadedTables(connection).unlock("busy");
        }
        load("other", Mode.REPLACE, csv("other2.csv", "b\n1\n"));
        assertThat(leftovers()).isEmpty();
    }

    private List<String> leftovers() throws SQLException {
        return rows("select c.relname from pg_class c where c.relnamespace = 'archive'::regnamespace"
                + " and c.relkind = 'r' and c.relname ~ '^catalogue_[0-9]' and not exists"
                + " (select from archive.loaded_table t where t.storage = c.relname)");
    }

    static List<Path> realFiles() throws IOException {
        Path tables = Path.of(System.getProperty("xingvo.root", ".."), "..", "shared", "data", "tables");
        if (!Files.isDirectory(tables)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(tables)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
