package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/**
 * A run that is killed with signal 9 at random moments and resumed, beside one that was not: same catalogue, table by
 * table, same store. {@code -Dxingvo.crash.files=10000 -Dxingvo.crash.kills=20} is the full run.
 */
@SuppressWarnings("NullAway.Init")
class KilledIngestIT {
    private static final int FILES = Integer.getInteger("xingvo.crash.files", 1500);
    private static final int KILLS = Integer.getInteger("xingvo.crash.kills", 2);

    @RegisterExtension
    static final PostgresExtension WHOLE = PostgresExtension.cube();

    @RegisterExtension
    static final PostgresExtension KILLED = PostgresExtension.cube();

    @TempDir
    Path temp;

    @Test
    void theCatalogueIsThatOfARunThatWasNotKilled() throws Exception {
        long seed = Long.getLong("xingvo.crash.seed", System.nanoTime());
        System.out.printf("killed ingest: %d files, %d kills, seed %d%n", FILES, KILLS, seed);
        Random random = new Random(seed);
        Path survey = temp.resolve("survey");
        DemoSurvey.writeSpectra(survey, FILES, 60, 7, done -> {});
        Files.writeString(survey.resolve("broken.fits"), "SIMPLE  = not a file");

        Path whole = Files.createDirectory(temp.resolve("whole"));
        try (LocalStore store = LocalStore.open(whole.resolve("store"), StoreConfig.defaults())) {
            new Publisher(store, new Catalogue(WHOLE.dataSource(), WHOLE.dialect()), whole.resolve("collections"))
                    .publish(List.of(survey), PublishOptions.of("org.example"), Progress.silent());
        }

        Path killed = Files.createDirectory(temp.resolve("killed"));
        int cut = 0;
        for (int i = 0; i < KILLS; i++) {
            Process child = child(killed, survey);
            int enough = random.nextInt(FILES);
            while (count(KILLED) < enough && !child.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS)) {
                // until so many are there
            }
            cut += child.isAlive() ? 1 : 0;
            child.destroyForcibly().waitFor();
            System.out.printf("  %d files catalogued when killed%n", count(KILLED));
        }
        System.out.printf("  %d of %d kills cut a run%n", cut, KILLS);
        Process last = child(killed, survey);
        assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue())
                .as(Files.readString(temp.resolve("child.log")))
                .isZero();

        for (String table : tables()) {
            assertThat(rows(KILLED, table)).as("seed %d, %s", seed, table).isEqualTo(rows(WHOLE, table));
        }
        assertThat(count(KILLED)).isEqualTo(FILES);
        assertThat(objects(killed)).isEqualTo(objects(whole));
    }

    private Process child(Path work, Path survey) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                IngestChild.class.getName(),
                KILLED.jdbcUrl(),
                KILLED.user(),
                KILLED.password(),
                work.toString(),
                survey.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("child.log").toFile())
                .start();
    }

    private static int count(PostgresExtension database) throws SQLException {
        return Integer.parseInt(Rows.one(database.dataSource(), "select count(*) from archive.dataset"));
    }

    private static List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>(Rows.of(
                WHOLE.dataSource(),
                "select 'data.' || table_name from information_schema.views where table_schema = 'data' order by 1"));
        assertThat(tables).isNotEmpty();
        tables.addAll(List.of(
                "ivoa.obscore",
                "xing.cards",
                "xing.versions",
                "tap_schema.tables",
                "tap_schema.columns",
                "(select collection_id, path, publisher_did, size_bytes, media_type, sha256, position_reason,"
                        + " access_class, superseded from archive.dataset)",
                "(select name, store_id, title, layout, table_name, facility, mapping from archive.collection)",
                "(select distinct source, reason, detail from xing.rejects)",
                "archive.ingest_queue"));
        return tables;
    }

    /** Number and digest of all rows; order does not count. */
    private static List<String> rows(PostgresExtension database, String table) throws SQLException {
        return Rows.of(
                database.dataSource(),
                "select count(*), md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from " + table
                        + " t");
    }

    private static List<String> objects(Path work) throws IOException {
        List<String> objects = new ArrayList<>();
        try (LocalStore store = LocalStore.open(work.resolve("store"), StoreConfig.defaults())) {
            for (CollectionId id : store.collections()) {
                String after = null;
                List<StoredObject> page = store.list(id, "", null, 1000);
                while (!page.isEmpty()) {
                    for (StoredObject object : page) {
                        objects.add(id.hex() + "/" + object.key().name() + " " + object.etag());
                    }
                    after = page.getLast().key().name();
                    page = store.list(id, "", after, 1000);
                }
            }
        }
        return objects;
    }
}
