package org.xingvo.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xingvo.testing.Missing;

/** Runs a program that judges the server. A missing one skips the test, in CI it fails it. */
final class Judge {
    /** Longest time of one run, so that a hanging judge does not hang the suite. */
    private static final long MINUTES = 10;

    private Judge() {}

    record Verdict(int exitCode, String output) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    /** Runs a command; standard error is part of the output. */
    static Verdict run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("judge", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end in " + MINUTES + " minutes");
            }
            return new Verdict(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    static Verdict stilts(String... arguments) throws IOException, InterruptedException {
        need("stilts", List.of("stilts", "-version"));
        return run(concat(List.of("stilts"), arguments));
    }

    /** Runs a script of this package's resources with the system's Python, which has Debian's pyvo and astroquery. */
    static Verdict python(String module, String script, String... arguments) throws IOException, InterruptedException {
        need("python3-" + module, List.of("/usr/bin/python3", "-c", "import " + module));
        Path file = Files.createTempFile("judge", ".py");
        try (var in = Judge.class.getResourceAsStream("/conformance/" + script)) {
            Files.write(file, in.readAllBytes());
            return run(concat(List.of("/usr/bin/python3", file.toString()), arguments));
        } finally {
            Files.delete(file);
        }
    }

    static Verdict curl(String... arguments) throws IOException, InterruptedException {
        need("curl", List.of("curl", "--version"));
        return run(concat(List.of("curl", "-sS"), arguments));
    }

    private static void need(String what, List<String> probe) throws InterruptedException {
        boolean there;
        try {
            there = run(probe).exitCode() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            Missing.program("judge missing: " + what);
        }
    }

    private static List<String> concat(List<String> head, String... tail) {
        return java.util.stream.Stream.concat(head.stream(), java.util.Arrays.stream(tail))
                .toList();
    }
}
