package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.IngestQueue;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** Uploads on their way into the catalogue. */
@SuppressWarnings("NullAway.Init")
class QueueWorkerIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static final CollectionId HOME = new CollectionId(16);

    @TempDir
    Path temp;

    private LocalStore store;
    private QueueWorker worker;

    @BeforeEach
    void openStore() throws Exception {
        Rows.run(POSTGRES.dataSource(), "delete from archive.ingest_queue");
        Rows.run(POSTGRES.dataSource(), "delete from archive.dataset");
        Rows.run(POSTGRES.dataSource(), "delete from archive.reject");
        store = LocalStore.open(temp.resolve("store"), StoreConfig.defaults());
        store.createCollection(HOME, CollectionSettings.named("home"));
        worker = new QueueWorker(store, new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()));
    }

    @AfterEach
    void closeStore() {
        worker.close();
        store.close();
    }

    private void upload(String name, byte[] bytes, int accessClass) throws IOException, SQLException {
        store.put(
                PutRequest.replace(new ObjectKey(HOME, name), "application/octet-stream"),
                new ByteArrayInputStream(bytes));
        Rows.run(POSTGRES.dataSource(), """
                insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class)
                select id, '%1$s', '/files/home/ann/%1$s', 'ivo://org.example/home?%1$s', %2$d
                  from archive.collection where name = 'home'
                """.formatted(name, accessClass));
    }

    @Test
    void anUploadedFileIsInObscoreWithItsAccess() throws Exception {
        Rows.run(
                POSTGRES.dataSource(),
                "insert into archive.access_class (id, is_public, owner) values (7, false, 'ann') on conflict do nothing");
        upload("m31.fits", FitsFiles.gzip(FitsFiles.spectrum("Upload", "RA = 10.5", "DEC = 41.25")), 7);
        worker.workAll();
        assertThat(rows(
                        "select obs_collection, obs_publisher_did, access_url, access_format, round(s_ra::numeric, 9), round(s_dec::numeric, 9), access_class"
                                + " from ivoa.obscore"))
                .containsExactly(
                        "home|ivo://org.example/home?m31.fits|/files/home/ann/m31.fits|application/gzip|10.500000000|41.250000000|7");
        assertThat(rows("select access_class, keyword from xing.cards where keyword = 'TELESCOP'"))
                .containsExactly("7|TELESCOP");
        assertThat(rows("select count(*) from archive.ingest_queue")).containsExactly("0");
    }

    @Test
    void newBytesReplaceTheRowsAndTextRemovesThem() throws Exception {
        upload("x.fits", FitsFiles.spectrum("Upload", "GAIN = 1"), 0);
        worker.workAll();
        upload("x.fits", FitsFiles.spectrum("Upload", "GAIN = 2"), 0);
        upload("x.fits", FitsFiles.spectrum("Upload", "GAIN = 3"), 0);
        worker.workAll();
        assertThat(rows("select val from xing.cards where keyword = 'GAIN'")).containsExactly("3");
        upload("x.fits", "text now".getBytes(StandardCharsets.UTF_8), 0);
        worker.workAll();
        assertThat(rows("select count(*) from archive.dataset")).containsExactly("0");
        assertThat(rows("select count(*) from archive.reject")).containsExactly("0");
    }

    @Test
    void aDamagedUploadIsARejectThatOnlyItsReadersSee() throws Exception {
        byte[] whole = FitsFiles.spectrum("Upload");
        upload("half.fits", Arrays.copyOf(whole, whole.length - 2800), 7);
        worker.workAll();
        assertThat(rows("select source, reason, access_class from xing.rejects"))
                .containsExactly("/files/home/ann/half.fits|truncated|7");
    }

    @Test
    void aChangeThatTookLongerThanItsAnnouncementLastsIsLookedAtAllTheSame() throws Exception {
        Rows.run(POSTGRES.dataSource(), "update archive.collection set mapping = 'name: home' where name = 'home'");
        IngestQueue queue = new IngestQueue(new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()));
        IngestQueue.Announced file = new IngestQueue.Announced(HOME, "slow.fits", "/a", "ivo://org.example/home?slow");
        IngestQueue.Announced other =
                new IngestQueue.Announced(CollectionId.of(0, 77, 0, 7), "x.fits", "/x", "ivo://org.example/nowhere?x");
        List<Long> numbers = queue.announce(List.of(file, other, file));
        assertThat(numbers.get(1)).as("no such collection").isZero();
        assertThat(numbers.get(0)).isPositive().isNotEqualTo(numbers.get(2));
        assertThat(queue.release(List.of(
                        new IngestQueue.Released(numbers.get(2), false),
                        new IngestQueue.Released(numbers.get(0), true),
                        new IngestQueue.Released(numbers.get(0) + 999, true))))
                .containsExactly(true, true, false);
        Rows.run(POSTGRES.dataSource(), "delete from archive.ingest_queue");
        assertThat(queue.release(List.of(new IngestQueue.Released(numbers.get(0), true))))
                .containsExactly(false);
        assertThat(queue.release(List.of(
                        new IngestQueue.Released(queue.announce(List.of(file)).getFirst(), true))))
                .containsExactly(true);
        assertThat(rows("select path, not_before <= now() from archive.ingest_queue"))
                .containsExactly("slow.fits|t");
        Rows.run(POSTGRES.dataSource(), "update archive.collection set mapping = '' where name = 'home'");
    }

    @Test
    void whatIsGoneLeavesTheQueue() throws Exception {
        upload("gone.fits", FitsFiles.spectrum("Upload"), 0);
        store.delete(new ObjectKey(HOME, "gone.fits"));
        worker.workAll();
        assertThat(rows("select count(*) from archive.ingest_queue")).containsExactly("0");
        assertThat(rows("select count(*) from archive.dataset")).containsExactly("0");
    }

    @Test
    void aRowTheDatabaseRefusesIsPutOffAndTheOthersAreNot() throws Exception {
        upload("bad.fits", FitsFiles.spectrum("Upload"), 0);
        upload("good.fits", FitsFiles.spectrum("Upload"), 0);
        // The class of the first is none, which the dataset's foreign key refuses.
        Rows.run(POSTGRES.dataSource(), "update archive.ingest_queue set access_class = 99 where path = 'bad.fits'");
        worker.workAll();
        assertThat(rows("select path from archive.dataset")).containsExactly("good.fits");
        assertThat(rows("select path, attempts > 0, last_error <> '' from archive.ingest_queue"))
                .containsExactly("bad.fits|t|t");
        for (int i = 0; i < 8; i++) {
            Rows.run(POSTGRES.dataSource(), "update archive.ingest_queue set not_before = now()");
            worker.workAll();
        }
        assertThat(rows("select source, reason from archive.reject"))
                .containsExactly("/files/home/ann/bad.fits|gave-up");
        IngestQueue queue = new IngestQueue(new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()));
        assertThat(queue.entries(10))
                .singleElement()
                .matches(e -> e.dead() && e.path().equals("bad.fits") && e.attempts() == 8)
                .extracting(IngestQueue.Entry::error)
                .asString()
                .contains("foreign key");
        Rows.run(POSTGRES.dataSource(), "update archive.ingest_queue set access_class = 0");
        assertThat(queue.retry(null)).isEqualTo(1);
        worker.workAll();
        assertThat(rows("select path from archive.dataset order by path")).containsExactly("bad.fits", "good.fits");
        assertThat(queue.drop(null)).isZero();
    }

    @Test
    @Timeout(60)
    void aNoticeWakesTheWorker() throws Exception {
        Thread thread = Thread.ofPlatform().daemon().start(worker);
        upload("woken.fits", FitsFiles.spectrum("Upload"), 0);
        while (rows("select path from archive.dataset").isEmpty()) {
            Thread.onSpinWait();
        }
        worker.close();
        thread.join();
        assertThat(rows("select path from archive.dataset")).containsExactly("woken.fits");
    }

    private static List<String> rows(String sql) throws SQLException {
        return Rows.of(POSTGRES.dataSource(), sql);
    }
}
