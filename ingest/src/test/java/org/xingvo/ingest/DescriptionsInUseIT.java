package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.collection.DescriptionSchema;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.WholeRows;
import org.xingvo.storage.ForwardingStore;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** What descriptions say is done: keys of observations, changes during an ingest, and every key. */
@SuppressWarnings("NullAway.Init")
class DescriptionsInUseIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @TempDir
    Path temp;

    private LocalStore store;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(temp.resolve("store"), StoreConfig.defaults());
        catalogue = new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect());
    }

    @AfterEach
    void close() {
        store.close();
    }

    // Observations ------------------------------------------------------------------------------------------------

    private static final String UNIQUE = """
            name: reductions
            title: Reductions
            files: {include: "red/**"}
            unique: [obsid]
            columns:
            - {name: obsid, keyword: OBSID, type: bigint}
            - {name: gain, keyword: GAIN, type: integer}
            """;

    private static final String CURRENT =
            "select obsid, gain, replace(obs_publisher_did, 'ivo://org.example/reductions?red/', '')"
                    + " from data.reductions order by 3";
    private static final String EARLIER = "select replace(obs_publisher_did, 'ivo://org.example/reductions?red/', ''),"
            + " replace(superseded_by, 'ivo://org.example/reductions?red/', '') from xing.versions"
            + " where obs_publisher_did like '%/reductions?%' order by 1";

    @Test
    void ofTheFilesOfAnObservationTheOneWrittenLastIsCurrentAndTheOthersAreKept() throws Exception {
        describe(UNIQUE);
        byte[] second = FitsFiles.spectrum("R", "OBSID   = 1", "GAIN    = 2");
        put("red/1/a.fits", 2020, FitsFiles.spectrum("R", "OBSID   = 1", "GAIN    = 1"));
        put("red/2/a.fits", 2021, second);
        put("red/2/copy.fits", 2022, second);
        put("red/b.fits", 2020, FitsFiles.spectrum("R", "OBSID   = 2", "GAIN    = 5"));
        put("red/c.fits", 2020, FitsFiles.spectrum("R", "GAIN    = 6"));
        put("red/d.fits", 2020, FitsFiles.spectrum("R", "GAIN    = 7"));
        PublishReport report = ingest(store, "red");
        assertThat(report.catalogued()).isEqualTo(5 + 1);
        assertThat(report.replaced()).isEqualTo(2);
        List<String> current = List.of("1|2|2/a.fits", "2|5|b.fits", "|6|c.fits", "|7|d.fits");
        List<String> earlier = List.of("1/a.fits|2/a.fits", "2/copy.fits|2/a.fits");
        assertThat(rows(CURRENT)).isEqualTo(current);
        assertThat(rows(EARLIER)).isEqualTo(earlier);
        assertThat(rows("select count(*) from ivoa.obscore where obs_collection = 'reductions'"))
                .containsExactly("4");
        assertThat(ingest(store, "red").unchanged()).isEqualTo(6);
        assertThat(rows(CURRENT)).isEqualTo(current);

        // an older one that comes later stays behind the one that is there
        put("red/0/a.fits", 2019, FitsFiles.spectrum("R", "OBSID   = 1", "GAIN    = 0"));
        put("red/3/b.fits", 2023, FitsFiles.spectrum("R", "OBSID   = 2", "GAIN    = 8"));
        assertThat(ingest(store, "red").catalogued()).isEqualTo(2);
        assertThat(rows(CURRENT)).containsExactly("1|2|2/a.fits", "2|8|3/b.fits", "|6|c.fits", "|7|d.fits");
        assertThat(rows(EARLIER))
                .containsExactly("0/a.fits|2/a.fits", "1/a.fits|2/a.fits", "2/copy.fits|2/a.fits", "b.fits|3/b.fits");

        // what is deleted gives its place to the one before it
        Files.delete(temp.resolve("red/3/b.fits"));
        assertThat(ingest(store, "red").deleted()).isEqualTo(1);
        work();
        assertThat(rows(CURRENT)).isEqualTo(current);

        // so does a file that becomes another observation; its own earlier bytes are a version
        put("red/2/a.fits", 2024, FitsFiles.spectrum("R", "OBSID   = 3", "GAIN    = 9"));
        assertThat(ingest(store, "red").catalogued()).isEqualTo(1);
        work();
        assertThat(rows(CURRENT))
                .containsExactly("3|9|2/a.fits", "1|2|2/copy.fits", "2|5|b.fits", "|6|c.fits", "|7|d.fits");
        assertThat(rows(EARLIER))
                .containsExactly("0/a.fits|2/copy.fits", "1/a.fits|2/copy.fits", "2/a.fits.~1~|2/a.fits");
        assertThat(new WholeRows(catalogue).halves()).isEmpty();

        // and the description may change its mind
        apply(UNIQUE.replace("unique: [obsid]", "unique: path"));
        work();
        assertThat(rows(CURRENT)).hasSize(7);
        assertThat(rows(EARLIER)).containsExactly("2/a.fits.~1~|2/a.fits");
        apply(UNIQUE.replace("[obsid]", "[\"concat('x', OBSID)\"]"));
        assertThat(rows(CURRENT))
                .containsExactly("3|9|2/a.fits", "1|2|2/copy.fits", "2|5|b.fits", "|6|c.fits", "|7|d.fits");
        assertThat(ingest(store, "red").unchanged()).isEqualTo(7);
        assertThat(new WholeRows(catalogue).halves()).isEmpty();
        assertThat(rows("select count(*) from archive.ingest_queue")).containsExactly("0");
    }

    // Changes during an ingest ------------------------------------------------------------------------------------

    private static final String MOVING = """
            name: moving
            title: Moving
            files: {include: "mov/**"}
            columns:
            - {name: gain, keyword: GAIN, type: integer, nullable: false}
            """;

    /** Calls somebody once, when the first object is stored. */
    private static class Interrupted extends ForwardingStore {
        private final Runnable what;
        final AtomicBoolean done = new AtomicBoolean();

        Interrupted(Store store, Runnable what) {
            super(store);
            this.what = what;
        }

        @Override
        public StoredObject put(PutRequest request, InputStream body) throws IOException {
            StoredObject object = super.put(request, body);
            if (done.compareAndSet(false, true)) {
                what.run();
            }
            return object;
        }

        @Override
        public void close() {}
    }

    @Test
    void filesThatAreReadWhileTheirDescriptionChangesAreDescribedByTheNewOne() throws Exception {
        describe(MOVING);
        for (int i = 0; i < 40; i++) {
            put("mov/%02d.fits".formatted(i), 2020, FitsFiles.spectrum("M", "GAIN    = " + i, "OTHER   = " + 2 * i));
        }
        put("mov/none.fits", 2020, FitsFiles.spectrum("M", "OTHER   = 4"));
        String changed = MOVING.replace(
                "columns:\n",
                "columns:\n- {name: other, keyword: OTHER, type: text}\n- {name: two, value: '2', type: integer}\n");
        PublishReport report = ingest(new Interrupted(store, () -> apply(changed)), "mov");
        assertThat(report.catalogued()).isEqualTo(40);
        assertThat(report.stored()).isEqualTo(40);
        assertThat(report.reasons()).isEqualTo(Map.of("value-missing", 1L));
        assertThat(rows("select detail from xing.rejects where source = 'mov/none.fits'"))
                .containsExactly("column gain: expected a value of type integer from GAIN, found none");
        assertThat(rows("select count(*), sum(gain), sum(other::integer), sum(two) from data.moving"))
                .containsExactly("40|780|1560|80");
        assertThat(new WholeRows(catalogue).halves()).isEmpty();

        // so is a file that the one before refuses
        String loose = MOVING.replace(", nullable: false", "");
        Files.delete(temp.resolve("mov/none.fits"));
        put("mov/00.fits", 2021, FitsFiles.spectrum("M", "OTHER   = 9"));
        Store asked = new Interrupted(store, () -> {}) {
            @Override
            public Optional<StoredObject> head(ObjectKey key) throws IOException {
                if (key.name().equals("mov/00.fits") && done.compareAndSet(false, true)) {
                    apply(loose);
                }
                return super.head(key);
            }
        };
        assertThat(ingest(asked, "mov").reasons()).isEmpty();
        assertThat(rows("select count(*), count(gain) from data.moving")).containsExactly("40|39");

        // and by those alone who may see them now
        put("mov/late.fits", 2020, FitsFiles.spectrum("M", "GAIN    = 1"));
        ingest(new Interrupted(store, () -> apply(loose + "access: {readers: {groups: [plates]}}\n")), "mov");
        assertThat(rows("select distinct d.access_class = c.access_class and d.access_class <> 0, count(*)"
                        + " from archive.dataset d join archive.collection c on c.id = d.collection_id"
                        + " where c.name = 'moving' group by 1"))
                .containsExactly("t|42");
        assertThat(rows("select access_class from archive.obscore where obs_publisher_did like '%mov/late.fits'"))
                .isEqualTo(rows("select access_class from archive.collection where name = 'moving'"));
    }

    @Test
    void theQueueLeavesFilesOfACollectionThatIsBeingChangedForLater() throws Exception {
        describe(MOVING.replace("moving", "waiting").replace("mov/", "wai/"));
        put("wai/a.fits", 2020, FitsFiles.spectrum("W", "GAIN    = 1"));
        ingest(store, "wai");
        HeadedStore headed = new HeadedStore(store);
        CataloguedWrites writes = new CataloguedWrites(headed, catalogue, "org.example");
        for (String[] file : new String[][] {{"wai/b.fits", "GAIN    = 2"}, {"wai/none.fits", "OTHER   = 2"}}) {
            writes.put(
                    PutRequest.replace(
                            new ObjectKey(store.findCollection("waiting").orElseThrow(), file[0]), "application/fits"),
                    new java.io.ByteArrayInputStream(FitsFiles.spectrum("W", file[1])));
        }
        try (Connection change = POSTGRES.dataSource().getConnection();
                Statement statement = change.createStatement()) {
            change.setAutoCommit(false);
            statement.execute("select id from archive.collection where name = 'waiting' for no key update");
            work();
            assertThat(rows("select path, attempts from archive.ingest_queue order by path"))
                    .containsExactly("wai/b.fits|0", "wai/none.fits|0");
            change.rollback();
        }
        work();
        assertThat(rows("select gain from data.waiting order by 1")).containsExactly("1", "2");
        assertThat(rows("select source, reason from xing.rejects where source like '%wai/none%'"))
                .containsExactly("/files/data/waiting/wai/none.fits|value-missing");
        assertThat(rows("select count(*) from archive.ingest_queue")).containsExactly("0");
    }

    // Every key ---------------------------------------------------------------------------------------------------

    private static final String PLAIN = """
            name: every
            title: Every key
            files: {include: "eve/**"}
            columns:
            - {name: gain, keyword: GAIN, type: double}
            """;

    /** Keys whose value cannot be changed; what says so. */
    private static final Map<String, String> FIXED = Map.of(
            "name", "expected one of the collections",
            "telescope_id", "cannot be changed any more",
            "country_id", "cannot be changed any more");

    /** Keys that act elsewhere: on files that come, on pictures. */
    private static final Set<String> ELSEWHERE = Set.of("files", "previews");

    private static final Map<String, String> ROOT = Map.ofEntries(
            Map.entry("title", "title: Another"),
            Map.entry("description", "description: Words"),
            Map.entry("creators", "creators: [Ann]"),
            Map.entry("reference", "reference: https://example.org/"),
            Map.entry("licence", "licence: CC0-1.0"),
            Map.entry("facility", "facility: Somewhere"),
            Map.entry("access", "access: {readers: {owner: ann}}"),
            Map.entry("unique", "unique: [gain]"),
            Map.entry("obscore", "obscore: {obs_title: \"'T'\"}"),
            Map.entry("columns", "columns: []"));

    private static final List<String> ACCESS = List.of(
            "access: {readers: {groups: [plates]}}",
            "access: {embargo: {until: 2999-01-01}}",
            "access: {embargo: {after_observation: P100Y}}",
            "access: {readers: public}");

    private static final Map<String, String> COLUMN = Map.ofEntries(
            Map.entry("name", "{name: loudness, keyword: GAIN, type: double}"),
            Map.entry("keyword", "{name: gain, keyword: EXPTIME, type: double}"),
            Map.entry("value", "{name: gain, value: GAIN + 1, type: double}"),
            Map.entry("hdu", "{name: gain, keyword: GAIN, hdu: 1, type: double}"),
            Map.entry("type", "{name: gain, keyword: GAIN, type: text}"),
            Map.entry("unit", "{name: gain, keyword: GAIN, type: double, unit: s}"),
            Map.entry("ucd", "{name: gain, keyword: GAIN, type: double, ucd: instr.setup}"),
            Map.entry("utype", "{name: gain, keyword: GAIN, type: double, utype: a.b}"),
            Map.entry("description", "{name: gain, keyword: GAIN, type: double, description: Words}"),
            Map.entry("nulls", "{name: gain, keyword: GAIN, type: double, nulls: [3]}"),
            Map.entry("index", "{name: gain, keyword: GAIN, type: double, index: true}"));

    private static final Map<String, String> OBSCORE_TEXTS = Map.of(
            "dataproduct_type", "'cube'",
            "pol_states", "'/I/Q/'",
            "o_ucd", "'phot.mag'",
            "calib_level", "4");
    private static final Set<String> OBSCORE_NUMBERS = Set.of(
            "s_ra",
            "s_dec",
            "s_fov",
            "s_resolution",
            "s_pixel_scale",
            "t_min",
            "t_max",
            "t_exptime",
            "em_min",
            "em_max",
            "em_res_power");

    @Test
    void everyKeyOfADescriptionIsActedOn() throws Exception {
        describe(PLAIN);
        put("eve/a.fits", 2020, FitsFiles.spectrum("E", "GAIN    = 3"));
        put("eve/b.fits", 2021, FitsFiles.spectrum("E", "GAIN    = 3", "MORE    = 1"));
        ingest(store, "eve");
        Set<String> shown = new TreeSet<>(ELSEWHERE);
        for (Map.Entry<String, String> fixed : FIXED.entrySet()) {
            String changed = fixed.getKey().equals("name")
                    ? PLAIN.replace("name: every", "name: other")
                    : PLAIN + fixed.getKey() + ": 1\n";
            assertThatThrownBy(() -> apply(changed)).as(fixed.getKey()).hasMessageContaining(fixed.getValue());
            shown.add(fixed.getKey());
        }
        List<String> before = everything();
        for (Map.Entry<String, String> each : ROOT.entrySet()) {
            String without = each.getKey().equals("columns")
                    ? PLAIN.substring(0, PLAIN.indexOf("columns:"))
                    : PLAIN.replaceFirst("(?m)^" + each.getKey() + ": .*\n", "");
            String open = each.getKey().equals("access") ? "" : "access: {readers: public}\n";
            apply(without + each.getValue() + "\n" + open);
            assertThat(everything()).as(each.getKey()).isNotEqualTo(before);
            shown.add(each.getKey());
            apply(PLAIN + "access: {readers: public}\n");
            work();
            assertThat(everything()).as("without " + each.getKey()).isEqualTo(before);
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(DescriptionSchema.keys(""));
        Set<List<String>> answers = new java.util.HashSet<>();
        for (String access : ACCESS) {
            apply(PLAIN + access + "\n");
            answers.add(rows("select c.access_class, c.store_class, d.access_class from archive.collection c"
                    + " join archive.dataset d on d.collection_id = c.id where c.name = 'every' order by d.path"));
        }
        assertThat(answers).hasSize(ACCESS.size());
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void everyKeyOfAColumnAndEveryColumnOfObscoreIsActedOn() throws Exception {
        describe(PLAIN.replace("every", "colkeys").replace("eve/", "col/"));
        put("col/a.fits", 2020, FitsFiles.spectrum("E", "GAIN    = 3"));
        ingest(store, "col");
        String plain = PLAIN.replace("every", "colkeys").replace("eve/", "col/");
        List<String> before = everything();
        String head = plain.substring(0, plain.indexOf("columns:"));
        Set<String> shown = new TreeSet<>();
        for (Map.Entry<String, String> each : COLUMN.entrySet()) {
            apply(head + "columns:\n- " + each.getValue() + "\n");
            assertThat(everything()).as(each.getKey()).isNotEqualTo(before);
            shown.add(each.getKey());
        }
        assertThatThrownBy(
                        () -> apply(head + "columns:\n- {name: gain, keyword: NEVER, type: double, nullable: false}\n"))
                .hasMessageContaining("column gain: expected a value");
        shown.add("nullable");
        assertThat(shown).containsExactlyInAnyOrderElementsOf(DescriptionSchema.keys("column"));

        apply(plain);
        Map<String, String> said = new LinkedHashMap<>();
        for (String column : DescriptionSchema.keys("obscore")) {
            said.put(
                    column,
                    OBSCORE_TEXTS.getOrDefault(
                            column, OBSCORE_NUMBERS.contains(column) ? "0.0000125" : "'of " + column + "'"));
        }
        StringBuilder obscore = new StringBuilder("obscore:\n");
        said.forEach((column, value) ->
                obscore.append("  ").append(column).append(": \"").append(value).append("\"\n"));
        apply(plain + obscore);
        for (Map.Entry<String, String> each : said.entrySet()) {
            String value = rows("select " + each.getKey() + " from ivoa.obscore where obs_collection = 'colkeys'")
                    .getFirst();
            assertThat(OBSCORE_NUMBERS.contains(each.getKey()) ? Double.toString(Double.parseDouble(value)) : value)
                    .as(each.getKey())
                    .isEqualTo(
                            OBSCORE_NUMBERS.contains(each.getKey())
                                    ? "1.25E-5"
                                    : each.getValue().replace("'", ""));
        }
    }

    /** All that queries and readers can meet of the collections of this class that has every key. */
    private static List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        String name = rows("select name from archive.collection where name in ('every', 'colkeys') order by id desc")
                .getFirst();
        for (String sql : List.of(
                "select t.* from data." + name + " t order by obs_publisher_did",
                "select * from ivoa.obscore where obs_collection = '" + name + "' order by obs_publisher_did",
                "select * from tap_schema.tables where table_name = 'data." + name + "'",
                "select * from tap_schema.columns where table_name = 'data." + name + "' order by column_index",
                "select title, description, facility, access_class, store_class from archive.collection where name = '"
                        + name + "'",
                "select d.path, d.access_class, d.obs_key, d.superseded is null from archive.dataset d"
                        + " where path like '" + name.substring(0, 3) + "/%' order by path",
                "select regexp_replace(indexdef, 'INDEX \\S+ ON', '') from pg_indexes where tablename = 'data_" + name
                        + "' order by 1")) {
            all.addAll(rows(sql));
        }
        return all;
    }

    // -------------------------------------------------------------------------------------------------------------

    private void describe(String yaml) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("descriptions"));
        Files.writeString(folder.resolve(yaml.substring(6, yaml.indexOf('\n')) + ".yaml"), yaml);
    }

    private void put(String path, int year, byte[] bytes) throws IOException {
        Path file = temp.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(year + "-01-01T00:00:00Z")));
    }

    /** As {@code xing ingest --delete --collections descriptions FOLDER}. */
    private PublishReport ingest(Store into, String folder) {
        return new Publisher(into, catalogue, temp.resolve("collections"))
                .ingest(
                        new IngestRequest(
                                null, List.of(temp.resolve(folder)), null, true, temp.resolve("descriptions")),
                        PublishOptions.of("org.example"),
                        Progress.silent());
    }

    private void apply(String yaml) {
        new DescriptionChange(store, catalogue, temp.resolve("collections")).apply(yaml, "changed.yaml");
    }

    private void work() {
        try (QueueWorker worker = new QueueWorker(store, catalogue)) {
            worker.workAll();
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        return Rows.of(POSTGRES.dataSource(), sql);
    }
}
