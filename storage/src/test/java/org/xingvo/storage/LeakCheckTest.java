package org.xingvo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.local.LocalStore;

/** The check that follows every test of this module sees what it is to see. */
final class LeakCheckTest {
    @TempDir
    Path directory;

    @Test
    void anOpenStoreIsSeenByItsThreadItsFilesAndItsMap() throws IOException, InterruptedException {
        try (LocalStore store = LocalStore.open(directory, StoreConfig.defaults())) {
            store.createCollection(CollectionId.of(0, 1, 1, 1), CollectionSettings.named("spectra"));
            assertThat(LeakCheck.leaks(1))
                    .anyMatch(leak -> leak.equals("thread store-index"))
                    .anyMatch(leak -> leak.startsWith("descriptor of") && leak.endsWith("/index/data.mdb"))
                    .anyMatch(leak -> leak.startsWith("map of") && leak.endsWith("/index/lock.mdb"));
        }
        assertThat(LeakCheck.leaks(10_000)).isEmpty();
    }
}
