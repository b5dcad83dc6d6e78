package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.volume.LocalDisk;

/**
 * The index after a power loss: of what was written to it since its last durable state every page is there or not, in any
 * mixture, and the file has any length between.
 */
final class IndexPowerLossIT {
    private static final int ROUNDS = Integer.getInteger("xingvo.test.powerlosses", 12);
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    /** Never keeps a state but the one at the opening: no period ends, and no map has to grow. */
    private static StoreConfig config() {
        StoreConfig s = Bodies.small();
        return new StoreConfig(
                        s.maxVolumeBytes(),
                        s.maxObjectBytes(),
                        s.maxExtentBytes(),
                        s.openVolumes(),
                        s.spoolThresholdBytes(),
                        s.bodyMemoryBytes(),
                        64 << 20,
                        s.durability(),
                        s.freeDiskReserveBytes())
                .withIndexKeepPeriod(Duration.ofHours(1));
    }

    @Test
    void theLastDurableStateIsWholeWhateverBecomesOfLaterPages() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path data = directory.resolve("store");
        Path index = data.resolve("index/data.mdb");
        Path durable = directory.resolve("durable.mdb");
        Workload workload = new Workload(seed);
        int takenBack = 0;
        try (LocalStore first = LocalStore.open(data, config())) {
            first.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
            assertThat(workload.run(first, 50)).isTrue();
        }
        for (int round = 0; round < ROUNDS; round++) {
            LocalStore store = LocalStore.open(data, config(), Clock.systemUTC(), new LocalDisk(data));
            Files.copy(index, durable, StandardCopyOption.REPLACE_EXISTING);
            assertThat(workload.run(store, 5 + random.nextInt(60))).isTrue();
            store.abandon();
            losePower(index, durable, random);
            // a power loss means another boot
            Files.writeString(data.resolve("index.state"), "open another-boot (dev=0,ino=0)\n");
            Path mixed = directory.resolve("mixed.mdb");
            Files.copy(index, mixed, StandardCopyOption.REPLACE_EXISTING);
            try (LocalStore again = LocalStore.open(data, config())) {
                String what = "seed %d, round %d".formatted(seed, round);
                workload.check(again, what);
                assertThat(again.verify().problems()).describedAs(what).isEmpty();
                takenBack += again.indexWasMadeAgain() ? 0 : 1;
            }
        }
        assertThat(takenBack).describedAs("states taken back to, seed %d", seed).isEqualTo(ROUNDS);
    }

    private static void losePower(Path index, Path durable, Random random) throws IOException {
        try (FileChannel now = FileChannel.open(index, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel before = FileChannel.open(durable, StandardOpenOption.READ)) {
            long shortest = Math.min(before.size(), now.size());
            for (long at = 0; at < now.size(); at += PAGE) {
                if (random.nextBoolean()) {
                    ByteBuffer page = ByteBuffer.allocate(PAGE);
                    if (at < before.size()) {
                        before.read(page, at);
                    }
                    now.write(page.clear(), at);
                }
            }
            if (now.size() > shortest && random.nextBoolean()) {
                now.truncate(shortest + PAGE * random.nextLong((now.size() - shortest) / PAGE + 1));
            }
        }
    }
}
