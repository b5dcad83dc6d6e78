package org.xingvo.storage.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.soak.Kills;

/** Copies in a process that is killed with signal 9 at random moments, source and mirror with it. */
class CopyKillIT {
    private static final int KILLS = Integer.getInteger("xingvo.test.copy.kills", 4);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aKilledCopyIsMadeWholeByTheNextOneAndHarmsNothing() throws Exception {
        try (LocalStore source = open("source")) {
            source.createCollection(StoreCopyIT.SURVEY, CollectionSettings.named("survey"));
        }
        List<Integer> killedAt = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Map<String, String> before = change();
            // the first one dies for sure: a copy has more lines than five
            int line = random.nextInt(kill == 0 ? 5 : 60);
            if (run(line)) {
                killedAt.add(line);
            }
            String what = "seed %d, kill %d at line %d".formatted(seed, kill, line);
            try (LocalStore source = open("source")) {
                assertThat(source.verify().problems()).as(what).isEmpty();
                assertThat(StoreCopyIT.contents(source)).as(what).isEqualTo(before);
            }
            checkMirror(what);
            checkBackup(what);
        }
        System.out.println("seed " + seed + ", killed at lines " + killedAt);
        assertThat(killedAt).as("seed " + seed).isNotEmpty();

        Map<String, String> all = change();
        assertThat(run(Integer.MAX_VALUE)).isFalse();
        try (LocalStore mirror = open("mirror")) {
            assertThat(StoreCopyIT.contents(mirror)).as("seed " + seed).isEqualTo(all);
            assertThat(mirror.verify().problems()).isEmpty();
        }
        try (LocalStore restored = open("restored");
                DirectorySource backup = DirectorySource.of(folder.resolve("backup"), "survey");
                LocalTarget target = new LocalTarget(restored, false)) {
            assertThat(backup.complete()).isTrue();
            assertThat(backup.verify(CopyProgress.silent())).isEmpty();
            CollectionCopy.run(backup, target, null, CopyProgress.silent());
            assertThat(StoreCopyIT.contents(restored)).as("seed " + seed).isEqualTo(all);
            assertThat(restored.verify().problems()).isEmpty();
        }
    }

    private LocalStore open(String name) throws IOException {
        return LocalStore.open(folder.resolve(name), StoreCopyIT.SMALL);
    }

    private Map<String, String> change() throws Exception {
        try (LocalStore source = open("source")) {
            StoreCopyIT.change(source, random);
            if (random.nextInt(3) == 0) {
                source.compact(StoreCopyIT.SURVEY, 0.01, CareProgress.NONE);
            }
            return StoreCopyIT.contents(source);
        }
    }

    /** Whether the process was killed, which is when it had said so many lines; false: it came to its end before. */
    private boolean run(int lines) throws IOException {
        Process process = Kills.start(
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", CopyChild.class.getName(), folder.toString());
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            String last = "";
            int n = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last = line;
                if (n++ == lines) {
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(last.equals("done") || n > lines)
                    .as("seed %d: %s after %d lines", seed, last, n)
                    .isTrue();
            return !last.equals("done");
        } finally {
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }
    }

    /** What it serves, whole or half brought up to date, is what its digests say. */
    private void checkMirror(String what) throws Exception {
        try (LocalStore mirror = open("mirror")) {
            assertThat(mirror.verify().problems()).as(what).isEmpty();
            if (mirror.collections().contains(StoreCopyIT.SURVEY)) {
                StoreCopyIT.contents(mirror);
            }
        }
    }

    private void checkBackup(String what) throws IOException {
        Path backup = folder.resolve("backup");
        if (Files.exists(backup.resolve(StoreCopyIT.SURVEY.hex()).resolve(Manifest.NAME))) {
            try (DirectorySource copy = DirectorySource.of(backup, "survey")) {
                assertThat(copy.verify(CopyProgress.silent())).as(what).isEmpty();
            }
        }
    }
}
