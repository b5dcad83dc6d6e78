package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.storage.local.Bodies.SPECTRA;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;

/** Damage is found although nobody asks for the bytes. */
final class ScrubTest {
    private static final long FAST = 1L << 40;

    @TempDir
    Path directory;

    @Test
    void aRoundFindsWhatIsDamagedAndMarksItUntilItIsGood() throws IOException {
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            for (int i = 0; i < 20; i++) {
                Bodies.put(store, "n" + i, Bodies.random(i, 500));
            }
            flip();
            List<CollectionId> told = new ArrayList<>();
            store.whenDamaged(told::add);
            new Scrubber(store, FAST).round();
            assertThat(told).containsExactly(SPECTRA);
            assertThat(store.damages(SPECTRA, null, 100)).singleElement().satisfies(damage -> {
                assertThat(damage.key()).isEqualTo(Bodies.key("n0"));
                assertThat(damage.what()).startsWith("volume 0001E241/0001.vol, offset 64, n0: expected data with");
            });
            flip();
            assertThat(store.verify().problems()).isEmpty();
            assertThat(store.damages(SPECTRA, null, 100)).isEmpty();
        }
    }

    private void flip() throws IOException {
        try (RandomAccessFile volume =
                new RandomAccessFile(directory.resolve("0001E241/0001.vol").toFile(), "rw")) {
            volume.seek(64 + 24 + 100);
            int there = volume.read();
            volume.seek(64 + 24 + 100);
            volume.write(there ^ 1);
        }
    }

    @Test
    void aStoreThatIsClosedWaitsForNoScrub() throws IOException {
        LocalStore store = LocalStore.open(directory, Bodies.small().withScrubBytesPerSecond(1));
        store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
        Bodies.put(store, "a", Bodies.random(1, 100_000));
        store.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().equals("store-scrub"));
    }
}
