package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StoreConfig;

/** The end of the process, or of the power, at every change of a volume. */
final class CrashIT {
    private static final int CHANGES = 30;

    @TempDir
    Path directory;

    private static StoreConfig config() {
        StoreConfig s = Bodies.small();
        return new StoreConfig(
                100_000,
                s.maxObjectBytes(),
                s.maxExtentBytes(),
                1,
                s.spoolThresholdBytes(),
                s.bodyMemoryBytes(),
                s.indexMapBytes(),
                StoreConfig.Durability.FSYNC,
                0);
    }

    /** The n-th change of the disk ends it all; false when there are not so many. */
    private boolean crash(Path data, int n, long seed, boolean powerLoss) throws IOException {
        String what = "seed %d, change %d, power loss %s".formatted(seed, n, powerLoss);
        Files.createDirectories(data);
        FaultDisk disk = new FaultDisk(data, new Random(seed ^ n));
        LocalStore store = LocalStore.open(data, config(), Clock.systemUTC(), disk);
        store.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
        disk.at(n, FaultDisk.Fault.DEATH);
        Workload workload = new Workload(seed);
        boolean done = workload.run(store, CHANGES);
        store.abandon();
        if (powerLoss) {
            disk.losePower();
            // the index is written without syncs: believe nothing of it
            Files.write(data.resolve("index/data.mdb"), Bodies.random(seed, 20_000));
            Files.delete(data.resolve("index.state"));
        }
        disk.release();
        what += ", " + disk.lastChange();
        try (LocalStore again = LocalStore.open(data, config())) {
            workload.check(again, what);
            assertThat(workload.run(again, 5)).isTrue();
        }
        Files.delete(data.resolve("index/data.mdb"));
        try (LocalStore rebuilt = LocalStore.open(data, config())) {
            workload.check(rebuilt, what + ", rebuilt");
        }
        return !done;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasAcknowledgedIsThereWhateverChangeIsTheLast(boolean powerLoss) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int n = 1;
        while (crash(directory.resolve("n" + n), n, seed, powerLoss)) {
            n++;
        }
        assertThat(n).describedAs("changes tried").isGreaterThan(CHANGES);
    }

    /** The death came while the seal of a volume was written that was made after a compaction. */
    @ParameterizedTest
    @CsvSource({"89127190338443, 61", "89166576670065, 87"})
    void aSealThatBrokeOffHidesNothing(long seed, int n) throws IOException {
        assertThat(crash(directory.resolve("seal" + n), n, seed, true)).isTrue();
    }

    @Test
    void aFailedChangeIsNotThereAndTheNextOnesAre() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int failures = 0;
        int changes = 1;
        for (int n = 1; n <= changes; n++) {
            String what = "seed %d, change %d".formatted(seed, n);
            Path data = Files.createDirectories(directory.resolve("e" + n));
            FaultDisk disk = new FaultDisk(data, new Random(seed ^ n));
            LocalStore store = LocalStore.open(data, config(), Clock.systemUTC(), disk);
            store.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
            disk.at(n, FaultDisk.Fault.ERROR);
            Workload workload = new Workload(seed);
            failures += workload.run(store, CHANGES) ? 0 : 1;
            changes = Math.max(changes, disk.changes());
            disk.at(0, FaultDisk.Fault.NONE);
            what += ", " + disk.lastChange();
            // a failed change is not there, in contrast to one that was in doubt when the process ended
            workload.nothingIsDoubtful();
            workload.check(store, what);
            assertThat(workload.run(store, 10)).describedAs(what).isTrue();
            workload.check(store, what);
            store.close();
            disk.release();
            try (LocalStore again = LocalStore.open(data, config())) {
                workload.check(again, what + ", restarted");
            }
            Files.delete(data.resolve("index/data.mdb"));
            try (LocalStore rebuilt = LocalStore.open(data, config())) {
                workload.check(rebuilt, what + ", rebuilt");
            }
        }
        assertThat(failures).describedAs("changes that failed").isGreaterThan(CHANGES);
    }
}
