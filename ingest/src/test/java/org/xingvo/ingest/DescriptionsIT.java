package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.DescriptionSchema;
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.CollectionHandle;
import org.xingvo.ingest.load.DescriptionSwitch;
import org.xingvo.ingest.load.EncodedDataset;
import org.xingvo.ingest.obscore.Manifest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** Drafts used as they are, and descriptions changed after the files are stored; with real files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DescriptionsIT {
    @RegisterExtension
    static final PostgresExtension AUTOMATIC = PostgresExtension.cube();

    @RegisterExtension
    static final PostgresExtension DRAFTED = PostgresExtension.cube();

    private static final List<Path> DIRECTORIES =
            Stream.of("lamost", "spectra", "images").map(Manifest.DATA::resolve).toList();
    private static final String LAMOST = "lamost_spectra";

    private Path temp;
    private LocalStore automaticStore;
    private LocalStore draftedStore;
    private List<Drafter.Drafted> drafts;
    private PublishReport automatic;
    private PublishReport drafted;

    @BeforeAll
    void publishBothWays(@TempDir Path directory) throws IOException {
        assumeTrue(Manifest.isThere(), "no ../shared/data beside the project");
        temp = directory;
        PublishOptions options = PublishOptions.of("org.example");
        automaticStore = LocalStore.open(temp.resolve("a/store"), StoreConfig.defaults());
        draftedStore = LocalStore.open(temp.resolve("d/store"), StoreConfig.defaults());
        automatic = new Publisher(automaticStore, catalogue(AUTOMATIC), temp.resolve("a/collections"))
                .publish(DIRECTORIES, options, Progress.silent());
        drafts = Drafter.draft(DIRECTORIES, temp.resolve("drafts"), options, Progress.silent());
        drafted = new Publisher(draftedStore, catalogue(DRAFTED), temp.resolve("d/collections"))
                .withDescriptions(temp.resolve("drafts"))
                .publish(DIRECTORIES, options, Progress.silent());
    }

    @AfterAll
    void close() {
        if (automaticStore != null) {
            automaticStore.close();
        }
        if (draftedStore != null) {
            draftedStore.close();
        }
    }

    private static Catalogue catalogue(PostgresExtension postgres) {
        return new Catalogue(postgres.dataSource(), postgres.dialect());
    }

    private DescriptionChange change() {
        return new DescriptionChange(draftedStore, catalogue(DRAFTED), temp.resolve("d/collections"));
    }

    /** The database's side of a process that is killed: the connection is gone in the middle. */
    @Test
    void aChangeThatIsCutLeavesTheOldAndReadersSeeTheOldUntilThen() throws SQLException, IOException {
        Catalogue catalogue = catalogue(DRAFTED);
        CollectionHandle handle = catalogue.collections().stream()
                .filter(c -> c.name().equals(LAMOST))
                .findFirst()
                .orElseThrow();
        CollectionDescription fewer = DescriptionYaml.read(yaml().replaceAll("(?s)columns:.*", "columns: []\n"));
        String all = "select * from data." + LAMOST + " order by obs_publisher_did";
        List<String> before = rows(all);
        List<String> during = new ArrayList<>();
        int[] files = {0};
        assertThatThrownBy(() -> new DescriptionSwitch(catalogue).run(handle, fewer, (changed, file) -> {
                    if (++files[0] == 100) {
                        try {
                            during.addAll(Rows.of(DRAFTED.readerDataSource(), all));
                            rows("select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                                    + " current_database() and state = 'idle in transaction'");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return new EncodedDataset(
                            "", "", changed, new byte[0], new byte[0], new byte[0], new byte[0], null, 0);
                }))
                .isInstanceOf(CatalogueException.class);
        assertThat(files[0]).isGreaterThanOrEqualTo(100);
        assertThat(during).isEqualTo(before);
        assertThat(rows(all)).isEqualTo(before);
        assertThat(rows("select count(*) from pg_class where relkind = 'r' and relname like 'fresh_%'"))
                .containsExactly("0");
    }

    private static List<String> rows(String sql) throws SQLException {
        return Rows.of(DRAFTED.dataSource(), sql);
    }

    private String yaml() throws IOException {
        return Files.readString(temp.resolve("d/collections").resolve(LAMOST + ".yaml"));
    }

    @Test
    void aDraftUsedAsItIsGivesTheCatalogueOfTheAutomaticWay() throws SQLException, IOException {
        assertThat(drafts).hasSizeGreaterThan(10);
        for (Drafter.Drafted each : drafts) {
            String text = Files.readString(each.file());
            assertThat(DescriptionYaml.read(text, each.file().toString()))
                    .isEqualTo(each.draft().description());
            assertThat(DescriptionSchema.problems(text)).as(text).isEmpty();
            assertThat(text).startsWith("# yaml-language-server: $schema=collection.schema.json\n");
        }
        assertThat(temp.resolve("drafts/collection.schema.json")).hasContent(DescriptionYaml.schema());
        assertThat(drafted.collections()).isEqualTo(automatic.collections()).containsEntry(LAMOST, 207L);
        assertThat(drafted.reasons()).isEqualTo(automatic.reasons());
        List<String> queries = new ArrayList<>(List.of(
                "select * from ivoa.obscore order by obs_publisher_did",
                "select * from tap_schema.columns order by table_name, column_index",
                "select * from tap_schema.tables order by table_name"));
        drafted.collections()
                .keySet()
                .forEach(name -> queries.add("select * from data." + name + " order by obs_publisher_did"));
        for (String query : queries) {
            assertThat(Rows.of(DRAFTED.dataSource(), query))
                    .as(query)
                    .isEqualTo(Rows.of(AUTOMATIC.dataSource(), query));
        }
    }

    @Test
    void aChangedDescriptionIsAppliedToWhatIsStored() throws SQLException, IOException {
        String before = yaml();
        List<String> places = rows("select obs_publisher_did, ra, dec from data." + LAMOST + " order by 1");
        String after = before.replace("columns:\n", """
                        columns:
                          - name: bright
                            value: first(MAG1, 99) - 1
                            type: double
                            unit: mag
                            ucd: phot.mag
                            description: One less
                            index: true
                          - name: release
                            value: part('lamost/{release}/**', 'release')
                            type: text
                        """)
                .replace("title: ", "licence: CC-BY-4.0\ntitle: ")
                .replaceAll("target_name: .*", "target_name: concat('T ', OBSID)");
        DescriptionChange.Report report = change().apply(after, "new.yaml");
        assertThat(report.files()).isEqualTo(207);
        assertThat(report.columns()).containsExactly("column bright: new", "column release: new");
        assertThat(rows("select count(*), count(bright), count(distinct release) from data." + LAMOST))
                .containsExactly("207|207|4");
        assertThat(rows("select obs_publisher_did, ra, dec from data." + LAMOST + " order by 1"))
                .isEqualTo(places);
        assertThat(rows("select unit, ucd, indexed, description from tap_schema.columns where table_name = 'data."
                        + LAMOST + "' and column_name = 'bright'"))
                .containsExactly("mag|phot.mag|1|One less");
        assertThat(rows("select count(*) from tap_schema.tables where description like '%Licence: CC-BY-4.0.'"))
                .containsExactly("1");
        assertThat(rows("select count(*) from ivoa.obscore where obs_collection = '" + LAMOST
                        + "' and target_name not like 'T %'"))
                .containsExactly("0");
        assertThat(yaml()).isEqualTo(after);
        // the way back gives what was there
        assertThat(change().apply(before, "old.yaml").columns())
                .containsExactly("column bright: gone", "column release: gone");
        String all = "select * from data." + LAMOST + " order by obs_publisher_did";
        assertThat(rows(all)).isEqualTo(Rows.of(AUTOMATIC.dataSource(), all));
        // and files of later runs go into the table as it is now
        assertThat(new Publisher(draftedStore, catalogue(DRAFTED), temp.resolve("d/collections"))
                        .publish(DIRECTORIES, PublishOptions.of("org.example"), Progress.silent())
                        .unchanged())
                .isEqualTo(drafted.catalogued());
    }

    @Test
    void whatCannotBeAppliedLeavesEverythingAsItWas() throws SQLException, IOException {
        String before = yaml();
        CollectionDescription description = DescriptionYaml.read(before);
        String all = "select * from data." + LAMOST + " order by obs_publisher_did";
        List<String> rows = rows(all);
        String impossible = before.replace(
                "columns:\n", "columns:\n  - {name: never, keyword: NEVER, type: text, nullable: false}\n");
        assertThatThrownBy(() -> change().apply(impossible, "bad.yaml"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("column never: expected a value of type text from NEVER, found none");
        assertThatThrownBy(() -> change().apply("telescope_id: 9999\n" + before, "bad.yaml"))
                .hasMessageStartingWith("bad.yaml: telescope_id: expected ");
        assertThatThrownBy(() -> change().apply(before.replace("name: " + LAMOST, "name: nothing_like_it"), "bad.yaml"))
                .hasMessageStartingWith("bad.yaml: name: expected one of the collections ");
        assertThatThrownBy(() -> change().apply(before.replace("type: double", "type: float"), "bad.yaml"))
                .hasMessageContaining("found 'float'")
                .satisfies(e -> assertThat(e.getMessage()).matches("(?s)bad\\.yaml:\\d+: columns\\[\\d+].*"));
        assertThat(rows(all)).isEqualTo(rows);
        assertThat(rows("select count(*) from pg_class where relkind = 'r' and relname like 'fresh_%'"))
                .containsExactly("0");
        assertThat(DescriptionYaml.read(yaml())).isEqualTo(description);
    }
}
