package org.xingvo.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is said at start because it would hurt later: file descriptors, memory, clock. Each is one sentence. */
final class StartupChecks {
    private static final long ENOUGH_FILE_DESCRIPTORS = 4096;
    /** No clock is right that is before this version was written. */
    private static final Instant WRITTEN = Instant.parse("2026-11-01T00:00:00Z");

    private StartupChecks() {}

    static List<String> warnings(Path dataDirectory, Instant now) {
        List<String> warnings = new ArrayList<>();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            long limit = os.getMaxFileDescriptorCount();
            if (limit < ENOUGH_FILE_DESCRIPTORS) {
                warnings.add("Only " + limit + " files may be open at once; set `ulimit -n " + ENOUGH_FILE_DESCRIPTORS
                        + "` or more before the start, or uploads and queries will fail under load.");
            }
        }
        boolean heapIsLimited = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-Xmx") || argument.startsWith("-XX:MaxRAM"));
        if (!heapIsLimited) {
            warnings.add("No memory limit is set (-Xmx); a quarter of the machine's memory may be taken. "
                    + "Start with ./xing, or set one.");
        }
        Instant newest = newestFile(dataDirectory);
        if (now.isBefore(WRITTEN)) {
            warnings.add("The clock says " + now + ", which is before this version of XingVO was written; "
                    + "times in the archive will be wrong. Set the clock.");
        } else if (now.plusSeconds(60).isBefore(newest)) {
            warnings.add("The clock says " + now + ", but the data directory was last written at " + newest
                    + "; times in the archive will be wrong. Set the clock.");
        }
        return warnings;
    }

    private static Instant newestFile(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Instant.MIN;
        }
        try (Stream<Path> files = Files.list(directory)) {
            Instant newest = Instant.MIN;
            for (Path file : (Iterable<Path>) files::iterator) {
                Instant modified = Files.getLastModifiedTime(file).toInstant();
                newest = modified.isAfter(newest) ? modified : newest;
            }
            return newest;
        } catch (IOException e) {
            return Instant.MIN;
        }
    }
}
