package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.storage.local.Bodies.SPECTRA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoreConfig.Durability;
import org.xingvo.storage.StoredObject;

/** A collection that does not sync may lose its last changes when the power goes, but has no name without its bytes. */
final class OsDurabilityIT {
    private static final int ROUNDS = Integer.getInteger("xingvo.test.powerlosses", 12);

    @TempDir
    Path directory;

    private static StoreConfig config() {
        StoreConfig s = Bodies.small();
        return new StoreConfig(
                        s.maxVolumeBytes(),
                        s.maxObjectBytes(),
                        s.maxExtentBytes(),
                        1,
                        s.spoolThresholdBytes(),
                        s.bodyMemoryBytes(),
                        64 << 20,
                        Durability.FSYNC,
                        0)
                .withIndexKeepPeriod(Duration.ofMillis(1));
    }

    @Test
    void everyNameHasItsBytesAfterAPowerLoss() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String what = "seed %d, round %d".formatted(seed, round);
            Path data = Files.createDirectories(directory.resolve("r" + round));
            FaultDisk disk = new FaultDisk(data, new Random(seed + round));
            LocalStore store = LocalStore.open(data, config(), Clock.systemUTC(), disk);
            store.createCollection(SPECTRA, CollectionSettings.named("spectra").with(Durability.OS));
            int count = 50 + random.nextInt(100);
            for (int i = 0; i < count; i++) {
                Bodies.put(store, "n" + i, Bodies.random(i, 2000));
            }
            store.abandon();
            disk.losePower();
            disk.release();
            // the index as it was when it was last made durable: later pages are torn in another test
            Files.writeString(data.resolve("index.state"), "open another-boot (dev=0,ino=0)\n");
            try (LocalStore again = LocalStore.open(data, config())) {
                for (StoredObject object : again.list(SPECTRA, "", null, 10_000)) {
                    String name = object.key().name();
                    assertThat(Bodies.get(again, name))
                            .describedAs("%s, %s", what, name)
                            .isEqualTo(Bodies.random(Integer.parseInt(name.substring(1)), 2000));
                }
                Bodies.put(again, "later", Bodies.random(7, 2000));
            }
        }
    }
}
