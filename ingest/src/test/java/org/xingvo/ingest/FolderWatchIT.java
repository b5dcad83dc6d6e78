package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** A folder that is watched, from the first file to the last. */
@SuppressWarnings("NullAway.Init")
class FolderWatchIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static final String PATHS = "select path from archive.dataset where superseded is null order by path";

    @TempDir
    Path temp;

    private Path folder;
    private LocalStore store;
    private Publisher publisher;
    private FolderWatch watch;
    private Thread thread;

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(temp.resolve("store"), StoreConfig.defaults());
        publisher = new Publisher(
                store, new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()), temp.resolve("collections"));
        folder = Files.createDirectory(temp.resolve("in"));
    }

    private void start() {
        PublishOptions options = PublishOptions.of("org.example");
        watch = new FolderWatch(folder, Duration.ofMillis(60), new FolderWatch.Sink() {
            @Override
            public void take(List<Path> changed, List<Path> gone) {
                publisher.take(folder, null, changed, gone, options);
            }

            @Override
            public void complete() {
                publisher.takeOut(folder, null);
            }
        });
        thread = Thread.ofPlatform().daemon().start(watch);
    }

    private void stop() throws InterruptedException {
        watch.close();
        thread.join();
    }

    @AfterEach
    void close() throws InterruptedException {
        stop();
        store.close();
    }

    private static void await(String sql, String... rows) throws SQLException {
        Instant end = Instant.now().plusSeconds(60);
        while (!Rows.of(POSTGRES.dataSource(), sql).equals(List.of(rows))) {
            assertThat(Instant.now())
                    .as("expected %s, found %s", List.of(rows), Rows.of(POSTGRES.dataSource(), sql))
                    .isBefore(end);
        }
    }

    private void put(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), bytes);
    }

    @Test
    void whatIsPutChangedMovedAndDeletedIsInTheCatalogueAsInTheFolder() throws Exception {
        put("before.fits", FitsFiles.spectrum("Watched", "NUMBER  = 1"));
        for (String more : List.of("x", "y", "z")) {
            put(more + ".fits", FitsFiles.spectrum("Watched", "NUMBER  = 0"));
        }
        start();
        await(PATHS, "in/before.fits", "in/x.fits", "in/y.fits", "in/z.fits");
        Files.delete(folder.resolve("x.fits"));
        Files.delete(folder.resolve("y.fits"));
        Files.delete(folder.resolve("z.fits"));

        put("new/deep/a.fits", FitsFiles.spectrum("Watched", "NUMBER  = 2"));
        put(".part.fits", FitsFiles.spectrum("Watched"));
        await(PATHS, "in/before.fits", "in/new/deep/a.fits");

        byte[] slow = FitsFiles.spectrum("Watched", "NUMBER  = 3");
        Path file = folder.resolve("slow.fits");
        Files.write(file, Arrays.copyOf(slow, 100));
        Files.write(file, Arrays.copyOfRange(slow, 100, slow.length), StandardOpenOption.APPEND);
        Files.move(folder.resolve("new"), folder.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
        await(PATHS, "in/before.fits", "in/moved/deep/a.fits", "in/slow.fits");

        put("before.fits", FitsFiles.spectrum("Watched", "NUMBER  = 4"));
        await("select number from data.watched_spectra order by number", "2", "3", "4");
        await(
                "select obs_publisher_did, superseded_by from xing.versions",
                "ivo://org.example/watched_spectra?in/before.fits.~1~|ivo://org.example/watched_spectra?in/before.fits");

        Files.delete(file);
        await(PATHS, "in/before.fits", "in/moved/deep/a.fits");

        stop();
        Files.delete(folder.resolve("moved/deep/a.fits"));
        put("meanwhile.fits", FitsFiles.spectrum("Watched", "NUMBER  = 5"));
        start();
        await(PATHS, "in/before.fits", "in/meanwhile.fits");
        assertThat(Rows.of(POSTGRES.dataSource(), "select count(*) from archive.dataset where path = 'in/before.fits'"))
                .containsExactly("1");

        stop();
        Files.delete(folder.resolve("before.fits"));
        Files.delete(folder.resolve("meanwhile.fits"));
        assertThat(publisher.takeOut(folder, null)).as("a folder without files").isZero();
        await(PATHS, "in/before.fits", "in/meanwhile.fits");
    }
}
