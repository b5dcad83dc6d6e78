package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.obscore.Manifest;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** All shared real files published into a real store and a real database, once a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class RealFiles {
    private static final int FILES = 479;
    private static final int FITS = 463;
    private static final double TOLERANCE_DEG = 0.15 / 3600;

    private LocalStore store;
    private Publisher publisher;
    private PublishReport first;

    abstract PostgresExtension postgres();

    @BeforeAll
    void publishEverything(@TempDir Path temp) throws IOException {
        assumeTrue(Manifest.isThere(), "no ../shared/data beside the project");
        store = LocalStore.open(temp.resolve("store"), StoreConfig.defaults());
        publisher = new Publisher(
                store, new Catalogue(postgres().dataSource(), postgres().dialect()), temp.resolve("collections"));
        first = publish();
    }

    @AfterAll
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    private PublishReport publish() {
        List<Path> directories = Stream.of("lamost", "spectra", "images", "odd", "tables")
                .map(Manifest.DATA::resolve)
                .toList();
        return publisher.publish(directories, PublishOptions.of("org.example"), Progress.silent());
    }

    @Test
    void everyFileHasAnOutcome() throws SQLException {
        assertThat(first.complete()).isTrue();
        assertThat(first.found()).isEqualTo(FILES);
        assertThat(first.stored()).isEqualTo(FITS);
        assertThat(first.catalogued()).isEqualTo(FITS);
        assertThat(first.reasons()).isEqualTo(Map.of("not-fits", 14L, "empty", 1L, "not-fits-despite-name", 1L));
        assertThat(one("select count(*) from archive.dataset")).isEqualTo("" + FITS);
        assertThat(one("select count(*) from ivoa.obscore")).isEqualTo("" + FITS);
        assertThat(one("select count(*) from xing.rejects where run = " + first.run()))
                .isEqualTo("16");
    }

    @Test
    void aFewCollectionsAreEnough() {
        assertThat(first.collections()).hasSizeBetween(15, 40);
        assertThat(first.collections()).containsEntry("lamost_spectra", 207L).containsEntry("sdss_2_5_m_spectra", 6L);
    }

    @Test
    void positionsAgreeWithTheManifest() throws SQLException, IOException {
        Set<String> excused = new HashSet<>(listed("/positions-exceptions.tsv"));
        excused.addAll(listed("/positions-against-the-rule.tsv"));
        Map<String, double[]> positions = new HashMap<>();
        for (String row : rows("select d.path, o.s_ra, o.s_dec from archive.obscore o join archive.dataset d on"
                + " d.id = o.dataset_id where o.s_ra is not null")) {
            String[] cells = row.split("\\|", -1);
            positions.put(cells[0], new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])});
        }
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (Map<String, String> row : Manifest.rows()) {
            String path = cell(row, "path");
            if (cell(row, "expected_ra_icrs_deg").isEmpty() || excused.contains(path)) {
                continue;
            }
            double ra = Double.parseDouble(cell(row, "expected_ra_icrs_deg"));
            double dec = Double.parseDouble(cell(row, "expected_dec_icrs_deg"));
            double[] found = positions.get(path);
            if (found == null || separationDeg(ra, dec, found[0], found[1]) > TOLERANCE_DEG) {
                wrong.add(path);
            } else {
                right++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(right).isGreaterThan(300);
    }

    @Test
    void classAndRedshiftAreColumns() throws SQLException, IOException {
        Map<String, String> tables = new HashMap<>();
        for (String row : rows("select d.path, c.name from archive.dataset d join archive.collection c on c.id ="
                + " d.collection_id")) {
            tables.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
        }
        int checked = 0;
        for (Map<String, String> row : Manifest.rows()) {
            if (cell(row, "class").isEmpty()) {
                continue;
            }
            String table = Objects.requireNonNull(tables.get(cell(row, "path")));
            boolean lamost = cell(row, "telescope").equals("LAMOST");
            boolean hasObsId = lamost && !cell(row, "obsid").isEmpty();
            String sql = "select class, subclass, z%s from data.%s where obs_publisher_did = '%s'"
                    .formatted(
                            lamost ? ", obsid" : "",
                            table,
                            DatasetNames.publisherDid("org.example", table, cell(row, "path")));
            String[] found = one(sql).split("\\|", -1);
            assertThat(found[0]).as(cell(row, "path")).isEqualTo(cell(row, "class"));
            assertThat(found[1]).as(cell(row, "path")).isEqualTo(cell(row, "subclass"));
            if (cell(row, "z").equals("-9999")) {
                assertThat(found[2]).as("-9999 is no redshift").isEmpty();
            } else {
                assertThat(Double.parseDouble(found[2])).isCloseTo(Double.parseDouble(cell(row, "z")), within(1e-7));
            }
            if (hasObsId) {
                assertThat(found[3]).as(cell(row, "path")).isEqualTo(cell(row, "obsid"));
            }
            checked++;
        }
        assertThat(checked).isEqualTo(213);
    }

    @Test
    void bytesInTheStoreAreThoseOfTheManifest() throws SQLException, IOException {
        Map<String, String> digests = new HashMap<>();
        for (Map<String, String> row : Manifest.rows()) {
            digests.put(cell(row, "path"), cell(row, "sha256"));
        }
        for (String row : rows("select path, encode(sha256, 'hex') from archive.dataset")) {
            String[] cells = row.split("\\|", -1);
            assertThat(cells[1]).as(cells[0]).isEqualTo(digests.get(cells[0]));
        }
        long objects = 0;
        for (CollectionId collection : store.collections()) {
            List<StoredObject> page = store.list(collection, "", null, 10_000);
            objects += page.size();
        }
        assertThat(objects).isEqualTo(FITS);
    }

    @Test
    void aSecondRunChangesNothing() throws SQLException {
        String before = one("select md5(string_agg(d::text, ';' order by id)) from archive.dataset d");
        PublishReport second = publish();
        assertThat(second.stored()).isZero();
        assertThat(second.catalogued()).isZero();
        assertThat(second.unchanged()).isEqualTo(FITS);
        assertThat(second.collections()).isEqualTo(first.collections());
        assertThat(one("select md5(string_agg(d::text, ';' order by id)) from archive.dataset d"))
                .isEqualTo(before);
    }

    @Test
    void tapSchemaDescribesEveryColumnThatIsThere() throws SQLException {
        String published = """
                select table_name, column_name, case datatype when 'char' then 'text' when 'unicodeChar' then 'text'
                       when 'int' then 'integer' when 'long' then 'bigint' when 'double' then 'double precision'
                       else datatype end
                  from tap_schema.columns where table_name like 'data.%' order by 1, 2
                """;
        String there = """
                select table_schema || '.' || table_name, column_name, data_type from information_schema.columns
                 where table_schema = 'data' and column_name <> 'access_class' order by 1, 2
                """;
        assertThat(rows(published)).isEqualTo(rows(there)).hasSizeGreaterThan(1000);
        assertThat(rows("select count(*) from information_schema.columns where table_schema = 'data' and column_name ="
                        + " 'access_class'"))
                .containsExactly("" + first.collections().size());
    }

    @Test
    void usersReadTheViewsAndNotTheRows() throws SQLException {
        assertThat(Rows.one(postgres().readerDataSource(), "select count(*) from data.lamost_spectra"))
                .isEqualTo("207");
        assertThat(Rows.one(
                        postgres().readerDataSource(),
                        "select min(access_url) from data.lamost_spectra"
                                + " where set_config('xingvo.public_url', 'http://x', false) <> ''"))
                .startsWith("http://x/files/data/lamost_spectra/lamost/dr1/spec-");
        assertThatThrownBy(() ->
                        Rows.one(postgres().readerDataSource(), "select count(*) from archive.data_lamost_spectra"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aConeOnACollectionUsesTheIndex() throws SQLException {
        assertThat(rows("select count(*) from pg_indexes where schemaname = 'archive' and indexdef like"
                        + " '%gist%sky.point(ra,%'"))
                .containsExactly("" + first.collections().size());
    }

    private String one(String sql) throws SQLException {
        return Rows.one(postgres().dataSource(), sql);
    }

    private List<String> rows(String sql) throws SQLException {
        return Rows.of(postgres().dataSource(), sql);
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNullElse(row.get(column), "");
    }

    private static Set<String> listed(String resource) throws IOException {
        Set<String> paths = new HashSet<>();
        InputStream in = Objects.requireNonNull(RealFiles.class.getResourceAsStream(resource));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().map(l -> l.split("\t", -1)[0]).forEach(paths::add);
        }
        return paths;
    }

    private static double separationDeg(double ra1, double dec1, double ra2, double dec2) {
        double a = Math.toRadians(dec1);
        double b = Math.toRadians(dec2);
        double h = Math.pow(Math.sin((b - a) / 2), 2)
                + Math.cos(a) * Math.cos(b) * Math.pow(Math.sin(Math.toRadians(ra2 - ra1) / 2), 2);
        return Math.toDegrees(2 * Math.asin(Math.min(1, Math.sqrt(h))));
    }
}
