package org.xingvo.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing ingest}: folders into collections, by the server that runs on the data directory, else by one for it. */
@Command(
        name = "ingest",
        description = {
            "Store and catalogue the files of folders.",
            "What is there already is left alone, so a run that was cut is completed by the same"
                    + " command. Beside a running server it is the server that works."
        },
        mixinStandardHelpOptions = true)
final class IngestCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = "--collection",
            paramLabel = "NAME",
            description = "Into this collection, whatever the headers say; same as a first word that is no folder.")
    @Nullable
    String collection;

    @Option(names = "--dry-run", description = "Say what would become of each file, and write nothing.")
    boolean dryRun;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only files modified since: 2026-01-31, 2026-01-31T12:00 (UTC), or an age: 90m, 12h, 7d.")
    @Nullable
    String since;

    @Option(
            names = "--delete",
            description = "Take files out of the catalogue that came from these folders and are no longer there.")
    boolean delete;

    @Option(
            names = "--collections",
            paramLabel = "DIR",
            description = "Folder of descriptions to use, beside those of the data directory; see `xing init`.")
    @Nullable
    Path collections;

    @Parameters(
            paramLabel = "[COLLECTION] DIR",
            arity = "1..*",
            description = "Folders or files; a first word that is none names the collection.")
    List<String> words = List.of();

    @Override
    public void run() {
        List<String> folders = new ArrayList<>(words);
        String into = collection;
        if (into == null && folders.size() > 1 && !Files.exists(Path.of(folders.getFirst()))) {
            into = folders.removeFirst();
        }
        for (String folder : folders) {
            if (!Files.exists(Path.of(folder))) {
                throw new Failure("there is no folder " + folder + ".");
            }
        }
        Map<String, String> form = new LinkedHashMap<>();
        if (into != null) {
            form.put("collection", into);
        }
        if (since != null) {
            form.put("since", SinceText.parse(since, Instant.now()).toString());
        }
        if (collections != null) {
            if (!Files.isDirectory(collections)) {
                throw new Failure("there is no folder " + collections + ".");
            }
            form.put("collections", collections.toAbsolutePath().normalize().toString());
        }
        form.put("delete", Boolean.toString(delete));
        form.put("dry-run", Boolean.toString(dryRun));
        List<Map.Entry<String, String>> fields = new ArrayList<>(form.entrySet());
        for (String folder : folders) {
            fields.add(Map.entry(
                    "dir", Path.of(folder).toAbsolutePath().normalize().toString()));
        }
        if (!Files.isDirectory(options.data)) {
            try {
                Files.createDirectories(options.data);
            } catch (IOException e) {
                throw Failures.sentence(e);
            }
        }
        LiveServer.with(options.config(), server -> follow(server, "/ingest", fields));
    }

    /** Asks for work of the server and shows how it goes on. */
    static void follow(LiveServer server, String path, List<Map.Entry<String, String>> fields)
            throws IOException, InterruptedException {
        try (ConsoleProgress progress = new ConsoleProgress();
                InputStream body = server.stream(path, fields);
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            new Follower(progress).follow(lines);
        }
    }

    /** Reads what the server says. */
    private static final class Follower {
        private final ConsoleProgress progress;
        private final Map<String, Long> fates = new TreeMap<>();

        Follower(ConsoleProgress progress) {
            this.progress = progress;
        }

        void follow(BufferedReader lines) throws IOException {
            boolean ended = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<?, ?> said = (Map<?, ?>) JsonText.parse(line);
                if (said.get("phase") instanceof String phase) {
                    progress.begin(
                            Progress.Phase.valueOf(phase.toUpperCase(Locale.ROOT)),
                            said.get("total") instanceof Long n ? n : -1);
                } else if (said.get("done") instanceof Long done) {
                    progress.advance(done);
                } else if (said.get("fate") instanceof String fate) {
                    file(fate, said);
                } else if (said.get("error") != null) {
                    throw new Failure(said.get("error") + ".");
                } else if (said.get("report") != null) {
                    ended = true;
                    report(said);
                } else if (said.get("changed") instanceof String changed) {
                    ended = true;
                    progress.close();
                    System.out.print(changed);
                } else if (said.get("end") != null) {
                    ended = true;
                    progress.close();
                    System.out.println(
                            fates.isEmpty() ? "No files." : "Would be: " + counts() + ". Nothing was written.");
                }
            }
            if (!ended) {
                throw new Failure("the server stopped before it was done; the same command completes what it began.");
            }
        }

        private void file(String fate, Map<?, ?> said) {
            fates.merge(fate, 1L, Long::sum);
            if (!fate.equals("same")) {
                Object detail = said.get("detail");
                System.out.printf("%-8s %s%s%n", fate, said.get("path"), detail == null ? "" : "  " + detail);
            }
        }

        private String counts() {
            List<String> counts = new ArrayList<>();
            fates.forEach((fate, n) -> counts.add("%,d %s".formatted(n, fate)));
            return String.join(", ", counts);
        }

        private void report(Map<?, ?> said) {
            progress.close();
            System.out.println(said.get("report"));
            if (JsonText.number(said, "refused") > 0) {
                System.out.printf(
                        "Refused: %s. `./xing rejects --run %s` lists them.%n", said.get("reasons"), said.get("run"));
            }
            JsonText.list(said, "notes").forEach(note -> System.out.println("Note: " + note));
        }
    }

    /** Times as people write them. */
    static final class SinceText {
        private SinceText() {}

        static Instant parse(String text, Instant now) {
            if (text.matches("[0-9]{1,6}[smhd]")) {
                long n = Long.parseLong(text.substring(0, text.length() - 1));
                return now.minus(
                        switch (text.charAt(text.length() - 1)) {
                            case 's' -> Duration.ofSeconds(n);
                            case 'm' -> Duration.ofMinutes(n);
                            case 'h' -> Duration.ofHours(n);
                            default -> Duration.ofDays(n);
                        });
            }
            String time = text.contains("T") ? text : text + "T00:00";
            try {
                return time.endsWith("Z")
                        ? Instant.parse(time)
                        : java.time.LocalDateTime.parse(time).toInstant(java.time.ZoneOffset.UTC);
            } catch (java.time.format.DateTimeParseException e) {
                throw new Failure(
                        "--since: expected a time such as 2026-01-31 or 2026-01-31T12:00, or an age such as 12h, found '"
                                + text + "'.",
                        e);
            }
        }
    }
}
