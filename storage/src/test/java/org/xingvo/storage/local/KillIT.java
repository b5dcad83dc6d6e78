package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;

/** kill -9 of a process that changes a store with many threads. */
final class KillIT {
    private static final int KILLS = Integer.getInteger("xingvo.test.kills", 20);

    @TempDir
    Path directory;

    /** What a name holds: seed and size of its body; size -1: nothing. */
    private record State(long seed, int size) {
        static final State FREE = new State(0, -1);

        boolean isIn(LocalStore store, String name) throws IOException {
            StoredObject object = store.head(Bodies.key(name)).orElse(null);
            if (object == null || size < 0) {
                return object == null && size < 0;
            }
            byte[] body = Bodies.random(seed, size);
            return object.sizeBytes() == size
                    && java.util.Arrays.equals(object.sha256(), Bodies.digest("SHA-256", body))
                    && java.util.Arrays.equals(Bodies.get(store, name), body);
        }
    }

    private final Map<String, State> acknowledged = new TreeMap<>();
    private final Map<String, State> tried = new TreeMap<>();

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            run(random.nextLong(), 200 + random.nextInt(4000));
            if (kill % 3 == 2) {
                Files.delete(directory.resolve("index/data.mdb"));
            }
            try (LocalStore store = LocalStore.open(directory, KillChild.config())) {
                check(store, "seed %d, kill %d".formatted(seed, kill));
            }
        }
    }

    private void run(long seed, int lines) throws IOException, InterruptedException {
        Process process = start("org.xingvo.storage.local.KillChild", directory.toString(), Long.toString(seed));
        tried.clear();
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            int n = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // what was in the pipe when the process was killed counts too
                read(line);
                if (++n == lines) {
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(n).describedAs("lines of the child, seed %d", seed).isGreaterThanOrEqualTo(lines);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void read(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 4 || !parts[3].matches("-?[0-9]+") || parts[2].isEmpty()) {
            return; // the last line may be torn; what it tried is in doubt anyway
        }
        State state = new State(Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
        if (parts[0].equals("try")) {
            tried.put(parts[1], state);
        } else {
            acknowledged.put(parts[1], state);
            tried.remove(parts[1]);
        }
    }

    private void check(LocalStore store, String what) throws IOException {
        assertThat(store.verify().problems()).describedAs(what).isEmpty();
        for (Map.Entry<String, State> entry : acknowledged.entrySet()) {
            String name = entry.getKey();
            if (!tried.containsKey(name)) {
                assertThat(entry.getValue().isIn(store, name))
                        .describedAs("%s, %s holds %s", what, name, entry.getValue())
                        .isTrue();
            }
        }
        for (Map.Entry<String, State> entry : tried.entrySet()) {
            String name = entry.getKey();
            State before = acknowledged.getOrDefault(name, State.FREE);
            boolean after = entry.getValue().isIn(store, name);
            assertThat(after || before.isIn(store, name))
                    .describedAs("%s, %s holds %s or %s", what, name, entry.getValue(), before)
                    .isTrue();
            if (after) {
                acknowledged.put(name, entry.getValue());
            }
        }
        List<String> names = store.list(Bodies.SPECTRA, "", null, 10_000).stream()
                .map(object -> object.key().name())
                .toList();
        assertThat(names)
                .describedAs(what)
                .isEqualTo(acknowledged.entrySet().stream()
                        .filter(entry -> entry.getValue().size() >= 0)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void aDirectoryInUseNamesTheProcessAndItsPort() throws IOException, InterruptedException {
        Process process = start("org.xingvo.storage.local.KillChild", directory.toString(), "1");
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(in.readLine()).startsWith("try");
            assertThatThrownBy(() -> LocalStore.open(directory, KillChild.config()))
                    .isInstanceOf(StorageException.Unusable.class)
                    .hasMessage("data directory %s: in use by process %d".formatted(directory, process.pid()));
            assertThat(DirectoryLock.holder(directory)).contains(new DirectoryLock.Holder(process.pid(), 0));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(DirectoryLock.holder(directory)).isEmpty();
        try (LocalStore store = LocalStore.open(directory, KillChild.config())) {
            store.announcePort(8080);
            assertThat(DirectoryLock.holder(directory))
                    .contains(new DirectoryLock.Holder(ProcessHandle.current().pid(), 8080));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, null", "5, zstd"})
    void aFileOfManyTimesTheHeapGoesInAndOut(String noiseBits, String encoding)
            throws IOException, InterruptedException {
        Process process = start(
                "-Xmx48m",
                "org.xingvo.storage.local.LargeChild",
                directory.toString(),
                Long.toString(400 << 20),
                noiseBits);
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(in.readAllLines()).containsExactly("equal", encoding);
        }
        assertThat(process.waitFor()).isZero();
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path").replace(";", File.pathSeparator));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
