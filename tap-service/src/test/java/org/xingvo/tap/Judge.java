package org.xingvo.tap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xingvo.testing.Missing;

/** Runs a foreign client and keeps what it says. */
record Judge(int exitCode, String output) {
    private static final long MINUTES = 5;

    /** Aborts the test where the program is not installed, but fails it when {@code XINGVO_CI} is true. */
    static Judge run(String program, List<String> arguments) {
        if (!Files.isExecutable(Path.of(program))) {
            Missing.program(program + " is not installed");
        }
        List<String> command = new java.util.ArrayList<>(List.of(program));
        command.addAll(arguments);
        Path said = null;
        try {
            said = Files.createTempFile("judge", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end: " + Files.readString(said));
            }
            return new Judge(process.exitValue(), new String(Files.readAllBytes(said), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (said != null) {
                said.toFile().delete();
            }
        }
    }

    static Judge stilts(String... arguments) {
        return run("/usr/bin/stilts", List.of(arguments));
    }

    static Judge python(String script, String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("-c", script));
        all.addAll(List.of(arguments));
        return run("/usr/bin/python3", all);
    }

    /** Reports of errors and warnings of a validator. */
    List<String> findings() {
        return output.lines()
                .filter(line -> line.matches("[EW]-.*") || line.matches("(?i)(error|warning).*"))
                .toList();
    }
}
