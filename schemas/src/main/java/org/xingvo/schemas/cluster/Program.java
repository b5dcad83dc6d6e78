package org.xingvo.schemas.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Calls of PostgreSQL's programs. Output goes through a file: a daemon that keeps a pipe open would block us. */
final class Program {
    private static final Pattern FAILURE = Pattern.compile("^.*?(FATAL|PANIC|ERROR|error): +");

    private Program() {}

    /**
     * @param status exit status
     * @param output both streams
     */
    record Outcome(int status, String output) {
        boolean ok() {
            return status == 0;
        }

        String reason() {
            return Program.reason(output);
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
            throw new DatabaseUnavailable(
                    "The program " + command.getFirst() + " cannot be run: " + e.getMessage() + ".", e);
        }
    }

    static boolean succeeds(List<String> command) {
        try {
            return run(command).ok();
        } catch (DatabaseUnavailable e) {
            return false;
        }
    }

    /** The line in which PostgreSQL's programs say what went wrong: the last that looks like it, else the last. */
    static String reason(String output) {
        return output.lines()
                .filter(line -> FAILURE.matcher(line).find())
                .reduce((before, line) -> line)
                .or(() -> output.lines().filter(line -> !line.isBlank()).reduce((before, line) -> line))
                .map(line -> FAILURE.matcher(line).replaceFirst("").strip())
                .orElse("no reason given");
    }
}
