package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.SPECTRA;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.VolumeInfo;
import org.xingvo.storage.care.CareProgress;

/** A collection has 4095 volume numbers, some kept for deletions and compactions, and those that a compaction frees are used again. */
final class VolumeNumbersIT {
    @TempDir
    Path directory;

    @Test
    void numbersAreUsedAgainUnderAHigherGeneration() throws IOException {
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra").withMaxVolumeBytes(4096));
            byte[] body = Bodies.random(1, 4000);
            for (int i = 0; i < 4079; i++) {
                Bodies.put(store, "n" + i, body);
            }
            assertThatThrownBy(() -> Bodies.put(store, "one more", body))
                    .hasMessage("collection 0001E241: expected at most 4079 volumes, all are used;"
                            + " compact it or make the volumes larger");
            // numbers kept back let deletions in
            assertThat(store.delete(Bodies.key("n4000"))).isTrue();
            assertThat(store.verify().problems()).isEmpty();
        }
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            store.changeSettings(SPECTRA, store.settings(SPECTRA).withMaxVolumeBytes(1 << 20));
            for (int i = 0; i < 3000; i++) {
                assertThat(store.delete(Bodies.key("n" + i))).isTrue();
            }
            assertThat(store.compact(SPECTRA, 0.9, CareProgress.NONE).problems())
                    .isEmpty();
            Bodies.put(store, "again", Bodies.random(2, 4000));
            List<VolumeInfo> volumes = store.stat(SPECTRA).volumes();
            assertThat(volumes).hasSizeLessThan(1100);
            assertThat(store.verify().problems()).isEmpty();
        }
        LocalStore.forgetIndex(directory);
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(Bodies.get(store, "again")).isEqualTo(Bodies.random(2, 4000));
            assertThat(store.stat(SPECTRA).objects()).isEqualTo(1079);
            assertThat(store.verify().problems()).isEmpty();
        }
    }
}
