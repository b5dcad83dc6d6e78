package org.xingvo.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test of this module: no file of a store is open or mapped, and no thread of one lives. Found by the service
 * loader, so that no test can forget it.
 */
public final class LeakCheck implements AfterEachCallback {
    private static final Path SELF = Path.of("/proc/self");
    private static final Pattern STORE_FILE =
            Pattern.compile("/[0-9]{4}\\.vol|/(data|lock)\\.mdb|/spool/|/xing\\.lock|/index(/|$)");
    private static final long JOIN_MILLIS = 10_000;

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        List<String> leaks = leaks(JOIN_MILLIS);
        if (!leaks.isEmpty()) {
            throw new AssertionError("left behind by " + context.getDisplayName() + ": " + leaks);
        }
    }

    /** What of stores is open in this process; a thread that is about to end is waited for. */
    static List<String> leaks(long joinMillis) throws IOException, InterruptedException {
        List<String> leaks = new ArrayList<>(threads(joinMillis));
        if (Files.isDirectory(SELF)) {
            leaks.addAll(descriptors());
            leaks.addAll(maps());
        }
        return leaks;
    }

    private static List<String> threads(long joinMillis) throws InterruptedException {
        List<String> leaks = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("store-")) {
                thread.join(joinMillis);
                if (thread.isAlive()) {
                    leaks.add("thread " + thread.getName());
                }
            }
        }
        return leaks;
    }

    private static List<String> descriptors() throws IOException {
        List<String> leaks = new ArrayList<>();
        try (Stream<Path> entries = Files.list(SELF.resolve("fd"))) {
            for (Path entry : entries.toList()) {
                try {
                    String target = Files.readSymbolicLink(entry).toString();
                    if (STORE_FILE.matcher(target).find()) {
                        leaks.add("descriptor of " + target);
                    }
                } catch (NoSuchFileException e) {
                    // closed since it was listed
                }
            }
        }
        return leaks;
    }

    private static List<String> maps() throws IOException {
        try (Stream<String> lines = Files.lines(SELF.resolve("maps"))) {
            return lines.filter(line -> STORE_FILE.matcher(line).find())
                    .map(line -> "map of " + line)
                    .toList();
        }
    }
}
