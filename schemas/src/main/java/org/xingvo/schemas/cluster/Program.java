package org.xingvo.schemas.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Calls of PostgreSQL's programs. Output goes through a file: a daemon that keeps a pipe open would block us. */
final class Program {
    private Program() {}

    /**
     * @param status exit status
     * @param output both streams
     */
    record Outcome(int status, String output) {
        boolean ok() {
            return status == 0;
        }

        /** The last line with something on it, where PostgreSQL's programs say what went wrong. */
        String lastLine() {
            return Program.lastLine(output);
        }
    }

    static Outcome run(List<String> command) {
        try {
            Path output = Files.createTempFile("xingvo-pg", ".log");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(new File("/")) // an account of its own may not enter ours
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
                builder.environment().put("LC_ALL", "C");
                Process process = builder.start();
                process.getOutputStream().close();
                int status = process.waitFor();
                return new Outcome(status, Files.readString(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while " + command.getLast() + " ran.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean succeeds(List<String> command) {
        try {
            return run(command).ok();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce("", (before, line) -> line)
                .strip();
    }
}
