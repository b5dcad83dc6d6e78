package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xingvo.server.Archive;

/** A server in a process of its own, as ./xing starts it, which tests may kill. */
final class ChildServer implements AutoCloseable {
    private final Process process;
    private final URI base;

    private ChildServer(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** What a command printed and how it ended. */
    record Ended(int exitCode, String output) {}

    /** Starts {@code xing serve} on the folder's data directory and waits until it says that it is ready. */
    static ChildServer start(Path folder) throws IOException, InterruptedException {
        return start(folder, "serve");
    }

    /** The same with another command that serves, and its arguments. */
    static ChildServer start(Path folder, String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "server", ".log");
        Path data = folder.resolve("data");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--data", data.toString(), "--port", "0"));
        Process process = launch(log, java(arguments.toArray(String[]::new)));
        Instant end = Instant.now().plusSeconds(180);
        while (true) {
            Optional<URI> running = Files.exists(data) ? Archive.running(data) : Optional.empty();
            if (running.isPresent() && Files.readString(log).contains(" is ready at ")) {
                return new ChildServer(process, running.get());
            }
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            assertThat(Instant.now()).as(Files.readString(log)).isBefore(end);
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** Runs a command to its end. */
    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(folder, java(arguments));
    }

    /** Runs a command to its end after a setting of the shell. */
    static Ended runWith(Path folder, String setting, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", setting + " && exec \"$@\"", "xing"));
        command.addAll(java(arguments));
        return ended(folder, command);
    }

    /** Begins a command and kills it with signal 9 when it has said something. */
    static void killedWhen(Path folder, String said, String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "command", ".log");
        Process process = launch(log, java(arguments));
        while (process.isAlive() && !Files.readString(log).contains(said)) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        process.destroyForcibly().waitFor();
    }

    /** Starts a command; what it prints goes to a file. */
    static Process begin(Path folder, String... arguments) throws IOException {
        return launch(Files.createTempFile(folder, "command", ".log"), java(arguments));
    }

    private static Ended ended(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "command", ".log");
        Process process = launch(log, command);
        assertThat(process.waitFor(3, TimeUnit.MINUTES))
                .as(Files.readString(log))
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(log));
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.xingvo.server.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process launch(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    URI base() {
        return base;
    }

    /** Signal 9: nothing of it runs after this. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Signal 15; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
