package org.xingvo.ingest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.obscore.Manifest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.testing.PostgresExtension;

/** Damaged files with a budget for every build; properties set another one. The full run is {@code xing soak headers}. */
final class HeaderSoakIT {
    private static final int FILES = Integer.getInteger("xingvo.test.damaged", 5000);
    private static final int THROUGH = Integer.getInteger("xingvo.test.damaged.through", 100);
    /** Generous: a class that is loaded first and a compiler at work count, too. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private final long seed = Long.getLong("xingvo.test.seed", System.nanoTime());

    @Test
    void damagedFilesAreTakenWholeOrRefusedAndUntouchedOnesAreTaken(@TempDir Path temp) throws IOException {
        List<String> lines = new ArrayList<>();
        Path more = Manifest.isThere() ? Manifest.DATA.resolve("odd") : null;
        try (LocalStore store = LocalStore.open(temp.resolve("store"), StoreConfig.defaults())) {
            new HeaderSoak(temp, seed, FILES, THROUGH, LIMIT, 256L << 20, lines::add)
                    .run(more, store, new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()));
        } finally {
            System.out.println("HeaderSoakIT seed " + seed + " " + lines);
        }
        assertThat(lines).last().asString().contains("no half rows");
    }
}
