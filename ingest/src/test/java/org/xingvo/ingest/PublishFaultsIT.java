package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** Bad input, changed input, and a run that is cut. Each test has a telescope, and so a collection, of its own. */
@SuppressWarnings("NullAway.Init")
class PublishFaultsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @TempDir
    Path temp;

    private LocalStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = LocalStore.open(temp.resolve("store"), StoreConfig.defaults());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private PublishReport publish(Store into, Path... directories) {
        return new Publisher(
                        into, new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()), temp.resolve("collections"))
                .publish(List.of(directories), PublishOptions.of("org.example"), Progress.silent());
    }

    private Path put(String path, byte[] bytes) throws IOException {
        Path file = temp.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    @Test
    void brokenFilesAreRefusedWithTheirReasonsAndNothingOfThemIsCatalogued() throws Exception {
        byte[] good = FitsFiles.spectrum("Broken");
        for (int i = 0; i < 3; i++) {
            put("broken/good" + i + ".fits", good);
        }
        put("broken/text.fits", "no FITS here".getBytes(StandardCharsets.UTF_8));
        put("broken/readme.txt", "no FITS here".getBytes(StandardCharsets.UTF_8));
        put("broken/nothing.fits", new byte[0]);
        put("broken/half.fits", Arrays.copyOf(good, good.length - 2800));
        put("broken/header.fits", Arrays.copyOf(good, 800));
        byte[] zipped = FitsFiles.gzip(good);
        put("broken/half.fits.gz", Arrays.copyOf(zipped, zipped.length / 2));
        put("broken/.hidden.fits", good);
        Files.createSymbolicLink(temp.resolve("broken/loop"), temp.resolve("broken"));

        PublishReport report = publish(store, temp.resolve("broken"));

        assertThat(report.catalogued()).isEqualTo(3);
        assertThat(report.stored()).isEqualTo(3);
        assertThat(report.reasons())
                .isEqualTo(Map.of(
                        "not-fits-despite-name", 1L,
                        "not-fits", 1L,
                        "empty", 1L,
                        "truncated", 2L,
                        "truncated-gzip", 1L));
        assertThat(rows("select path from archive.dataset where path like 'broken/%' order by path"))
                .containsExactly("broken/good0.fits", "broken/good1.fits", "broken/good2.fits");
        assertThat(rows("select source, reason from xing.rejects where run = " + report.run() + " order by source"))
                .contains("broken/half.fits.gz|truncated-gzip", "broken/text.fits|not-fits-despite-name");
    }

    @Test
    void changedBytesReplaceTheRowAndTheIdentityStays() throws Exception {
        for (int i = 0; i < 3; i++) {
            put("changed/s" + i + ".fits", FitsFiles.spectrum("Changed", "GAIN    = 1.5"));
        }
        publish(store, temp.resolve("changed"));
        List<String> before = rows("select obs_publisher_did from data.changed_spectra order by 1");
        put("changed/s1.fits", FitsFiles.spectrum("Changed", "GAIN    = 2.5"));

        PublishReport report = publish(store, temp.resolve("changed"));

        assertThat(report.unchanged()).isEqualTo(2);
        assertThat(report.catalogued()).isEqualTo(1);
        assertThat(rows("select gain from data.changed_spectra order by obs_publisher_did"))
                .containsExactly("1.5", "2.5", "1.5");
        assertThat(rows("select obs_publisher_did from data.changed_spectra order by 1"))
                .isEqualTo(before);
        assertThat(rows("select count(*) from archive.hdu h join archive.dataset d on d.id = h.dataset_id where path"
                        + " like 'changed/%'"))
                .containsExactly("3");
    }

    @Test
    void valuesThatDoNotFitAreNullAndTheCardsKeepThem() throws Exception {
        for (int i = 0; i < 4; i++) {
            put("misfit/a" + i + ".fits", FitsFiles.spectrum("Misfit", "COUNTS  = 5", "NOTE    = 'plain'"));
        }
        publish(store, temp.resolve("misfit"));
        put(
                "misfit/b.fits",
                FitsFiles.spectrum("Misfit", "COUNTS  = 'many'", "NOTE    = 'N\u00e9\u0000x'", "BIG = 99999999999999"));

        PublishReport report = publish(store, temp.resolve("misfit"));

        assertThat(report.catalogued()).isEqualTo(1);
        assertThat(report.notes()).anyMatch(n -> n.startsWith("column misfit_spectra.counts: 1 values"));
        assertThat(rows("select counts is null, note ~ '^[ -~]*$' from data.misfit_spectra where obs_publisher_did like"
                        + " '%misfit/b.fits'"))
                .containsExactly("t|t");
        assertThat(rows("select val from xing.cards where keyword = 'COUNTS' and obs_publisher_did like"
                        + " '%misfit/b.fits'"))
                .containsExactly("many");
    }

    @Test
    void anyNameOfAFileIsEncoded() throws Exception {
        for (String name : List.of("a b.fits", "a%2Fb?c#d.fits", "\u661f.fits")) {
            put("names/" + name, FitsFiles.spectrum("Names"));
        }
        PublishReport report = publish(store, temp.resolve("names"));
        assertThat(report.catalogued()).isEqualTo(3);
        assertThat(rows("select obs_publisher_did, access_url from data.names_spectra order by 1"))
                .containsExactly(
                        "ivo://org.example/names_spectra?names/%E6%98%9F.fits|/files/data/names_spectra/names/%E6%98%9F.fits",
                        "ivo://org.example/names_spectra?names/a%20b.fits|/files/data/names_spectra/names/a%20b.fits",
                        "ivo://org.example/names_spectra?names/a%252Fb%3Fc%23d.fits|/files/data/names_spectra/names/a%252Fb%3Fc%23d.fits");
    }

    @Test
    void aRunThatIsCutBetweenStoreAndCatalogueIsCompletedByTheNext() throws Exception {
        for (int i = 0; i < 60; i++) {
            put("cut/s%02d.fits".formatted(i), FitsFiles.spectrum("Cut", "NUMBER  = " + i));
        }
        assertThatThrownBy(() -> publish(new StoreThatEnds(store, 25), temp.resolve("cut")))
                .isInstanceOf(IngestException.class)
                .hasMessage("store: cannot be written: No space left on device");
        long before = Long.parseLong(rows("select count(*) from archive.dataset where path like 'cut/%'")
                .getFirst());

        PublishReport report = publish(store, temp.resolve("cut"));

        assertThat(report.catalogued() + report.unchanged()).isEqualTo(60);
        assertThat(report.unchanged()).isEqualTo(before);
        assertThat(report.stored()).isEqualTo(35);
        assertThat(rows("select count(*), sum(number) from data.cut_spectra")).containsExactly("60|1770");
        assertThat(rows("select count(*) from ivoa.obscore where obs_collection = 'cut_spectra'"))
                .containsExactly("60");
    }

    @Test
    void aDirectoryThatIsNotThereIsOneSentence() {
        assertThatThrownBy(() -> publish(store, temp.resolve("nowhere")))
                .isInstanceOf(IngestException.class)
                .hasMessage("directory %s: expected files to read, found nothing of that name"
                        .formatted(temp.resolve("nowhere").toAbsolutePath()));
    }

    @Test
    void ingestPutsEverythingIntoTheNamedCollection() throws Exception {
        for (int i = 0; i < 3; i++) {
            put("named/s" + i + ".fits", FitsFiles.spectrum("Named"));
        }
        publish(store, temp.resolve("named"));
        put("other/odd.fits", FitsFiles.spectrum("Other telescope"));
        PublishReport report = new Publisher(
                        store, new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()), temp.resolve("collections"))
                .ingest(
                        "named_spectra",
                        List.of(temp.resolve("other")),
                        PublishOptions.of("org.example"),
                        Progress.silent());
        assertThat(report.collections()).isEqualTo(Map.of("named_spectra", 1L));
    }

    private static List<String> rows(String sql) throws SQLException {
        return Rows.of(POSTGRES.dataSource(), sql);
    }
}
