package org.xingvo.storage.soak;

import static org.xingvo.storage.soak.SoakFailure.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;

/**
 * Kills a process that changes a store ({@link KillWorker}) at random moments with a signal that cannot be caught. After
 * each kill all that was acknowledged must be there with its bytes, what was under way there whole or not at all, and
 * nothing else; every third time without the index. Used once, by one thread.
 */
public final class Kills {
    private static final int MIN_LINES = 200;
    private static final int MORE_LINES = 4000;

    private final Path directory;
    private final long seed;
    private final Random random;
    private final int kills;
    private final SoakLog log;
    private final Map<String, State> acknowledged = new TreeMap<>();
    private final Map<String, State> tried = new HashMap<>();

    /** What a name holds: seed and size of its body; size -1: nothing. */
    private record State(long seed, int size) {
        static final State FREE = new State(0, -1);

        boolean isIn(LocalStore store, String name) throws IOException {
            StoredObject object = store.head(KillWorker.key(name)).orElse(null);
            if (object == null || size < 0) {
                return object == null && size < 0;
            }
            byte[] body = KillWorker.body(seed, size);
            return object.sizeBytes() == size
                    && Arrays.equals(object.sha256(), Digest.sha256(body))
                    && Arrays.equals(read(store, name), body);
        }

        private static byte[] read(LocalStore store, String name) throws IOException {
            try (ObjectReader reader = store.open(KillWorker.key(name)).orElseThrow()) {
                return reader.stream(new ByteRange(0, reader.object().sizeBytes()))
                        .readAllBytes();
            }
        }
    }

    public Kills(Path directory, long seed, int kills, SoakLog log) {
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
        this.kills = kills;
        this.log = log;
    }

    public void run() throws IOException {
        long changes = 0;
        for (int kill = 1; kill <= kills; kill++) {
            changes += killOne(random.nextLong(), MIN_LINES + random.nextInt(MORE_LINES));
            if (kill % 3 == 0) {
                LocalStore.forgetIndex(directory);
            }
            try (LocalStore store = LocalStore.open(directory, KillWorker.config())) {
                checkAll(store, "seed %d, kill %d".formatted(seed, kill));
            }
            if (kill % 20 == 0) {
                log.line("  kills: %d of %d".formatted(kill, kills));
            }
        }
        log.line("kills: %d, %,d acknowledged changes, none lost, none half visible".formatted(kills, changes));
    }

    /** Starts a process of the class path and the options of this one. */
    public static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private long killOne(long childSeed, int lines) throws IOException {
        Process process = start(KillWorker.class.getName(), directory.toString(), Long.toString(childSeed));
        tried.clear();
        long changes = 0;
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            int n = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // what was in the pipe when the process was killed counts too
                check(!line.startsWith(KillWorker.FAILED), "seed " + seed, "no failure", line);
                changes += read(line);
                if (++n == lines) {
                    process.toHandle().destroyForcibly();
                }
            }
            check(n >= lines, "seed " + seed + ", lines of the process", lines, n);
            return changes;
        } finally {
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }
    }

    private int read(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 4 || !parts[3].matches("-?[0-9]+") || parts[2].isEmpty()) {
            return 0; // the last line may be torn; what it tried is in doubt anyway
        }
        State state = new State(Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
        if (parts[0].equals("try")) {
            tried.put(parts[1], state);
            return 0;
        }
        acknowledged.put(parts[1], state);
        tried.remove(parts[1]);
        return 1;
    }

    private void checkAll(LocalStore store, String what) throws IOException {
        List<String> problems = store.verify().problems();
        check(problems.isEmpty(), what, "no problems", problems);
        for (Map.Entry<String, State> entry : acknowledged.entrySet()) {
            if (!tried.containsKey(entry.getKey())) {
                check(entry.getValue().isIn(store, entry.getKey()), what, entry, "something else");
            }
        }
        for (Map.Entry<String, State> entry : tried.entrySet()) {
            String name = entry.getKey();
            State before = acknowledged.getOrDefault(name, State.FREE);
            boolean after = entry.getValue().isIn(store, name);
            check(after || before.isIn(store, name), what + ", " + name, entry.getValue() + " or " + before, "neither");
            if (after) {
                acknowledged.put(name, entry.getValue());
            }
        }
        List<String> expected = acknowledged.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= 0)
                .map(Map.Entry::getKey)
                .toList();
        List<String> names = store.list(KillWorker.COLLECTION, "", null, 10_000).stream()
                .map(object -> object.key().name())
                .toList();
        check(names.equals(expected), what + ", names", expected, names);
    }
}
