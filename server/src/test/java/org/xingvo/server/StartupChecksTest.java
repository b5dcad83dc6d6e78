package org.xingvo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupChecksTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void aClockBeforeThisVersionIsWrong() {
        assertThat(StartupChecks.warnings(directory, Instant.parse("1970-01-01T00:05:00Z")))
                .anyMatch(warning -> warning.startsWith("The clock says 1970-01-01T00:05:00Z, which is before"));
    }

    @Test
    void aClockBehindTheDataDirectoryIsWrong() throws Exception {
        Path file = Files.createFile(directory.resolve("xingvo.properties"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(3600)));
        assertThat(StartupChecks.warnings(directory, NOW))
                .anyMatch(warning -> warning.contains("was last written at 2027-03-01T13:00:00Z"));
    }

    @Test
    void aClockAMinuteOffAndADirectoryThatIsNotThereAreFine() throws Exception {
        Path file = Files.createFile(directory.resolve("xingvo.properties"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(30)));
        assertThat(StartupChecks.warnings(directory, NOW)).noneMatch(warning -> warning.contains("clock"));
        assertThat(StartupChecks.warnings(directory.resolve("none"), NOW))
                .noneMatch(warning -> warning.contains("clock"));
    }

    @Test
    void aJvmWithoutAMemoryLimitIsTold() {
        assertThat(StartupChecks.warnings(directory, NOW)).anyMatch(warning -> warning.contains("-Xmx"));
    }
}
