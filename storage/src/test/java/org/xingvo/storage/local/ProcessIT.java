package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.soak.KillWorker;
import org.xingvo.storage.soak.Kills;

/** Stores in processes of their own. */
final class ProcessIT {
    @TempDir
    Path directory;

    @Test
    void aDirectoryInUseNamesTheProcessAndItsPort() throws IOException, InterruptedException {
        Process process = Kills.start(KillWorker.class.getName(), directory.toString(), "1");
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(in.readLine()).startsWith("try");
            assertThatThrownBy(() -> LocalStore.open(directory, KillWorker.config()))
                    .isInstanceOf(StorageException.Unusable.class)
                    .hasMessage("data directory %s: in use by process %d".formatted(directory, process.pid()));
            assertThat(DirectoryLock.holder(directory)).contains(new DirectoryLock.Holder(process.pid(), 0));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(DirectoryLock.holder(directory)).isEmpty();
        try (LocalStore store = LocalStore.open(directory, KillWorker.config())) {
            store.announcePort(8080);
            assertThat(DirectoryLock.holder(directory))
                    .contains(new DirectoryLock.Holder(ProcessHandle.current().pid(), 8080));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, null", "5, zstd"})
    void aFileOfManyTimesTheHeapGoesInAndOut(String noiseBits, String encoding)
            throws IOException, InterruptedException {
        Process process = Kills.start(
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
}
