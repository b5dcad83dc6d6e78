package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.server.Archive;

/** The recipes that people copy: every command of every block with curl, in order, in one shell, against the demo. */
class RecipesIT {
    private static final List<String> PAGES = List.of("README.md", "docs/vospace.md", "docs/users.md");
    private static final String MARK = "@@@ ";

    @TempDir
    static Path folder;

    /**
     * One command of a page.
     *
     * @param answer what the page shows as its answer; "": nothing
     */
    private record Recipe(String page, int line, String command, String answer) {
        /** True if the page shows that it is refused. */
        boolean mayFail() {
            return answer.contains("\"ERROR\"") || answer.matches("(?s).*HTTP/[0-9.]+ 4.*");
        }
    }

    @Test
    void everyCommandWithCurlDoesWhatThePageSays() throws Exception {
        List<Recipe> recipes = new ArrayList<>();
        for (String page : PAGES) {
            recipes.addAll(recipes(page));
        }
        assertThat(recipes).hasSizeGreaterThan(25);
        Path data = folder.resolve("xing-data");
        try (Archive archive = Archive.open(PublishedArchive.config(data, null))) {
            Path survey = data.resolve("demo");
            DemoSurvey.write(survey, 40, 1, done -> {});
            archive.publish(List.of(survey), Progress.silent());
            URI base = archive.serve().local();
            prepare(survey);
            String told = run(script(recipes, base));
            List<String> failed = new ArrayList<>();
            for (int i = 0; i < recipes.size(); i++) {
                Recipe recipe = recipes.get(i);
                String end = MARK + i + " ended with ";
                int at = told.indexOf(end);
                String status = at < 0
                        ? "nothing"
                        : told.substring(at + end.length()).lines().findFirst().orElse("");
                if (at < 0 || (status.equals("0") == recipe.mayFail())) {
                    failed.add("%s:%d: %s: %s".formatted(recipe.page(), recipe.line(), recipe.command(), status));
                }
            }
            assertThat(failed).as(told).isEmpty();
        }
    }

    // The pages ---------------------------------------------------------------------------------------------------

    private static List<Recipe> recipes(String page) throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of(System.getProperty("xingvo.root", ".")).resolve(page));
        List<Recipe> recipes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).startsWith("```")) {
                end++;
            }
            List<String> block = lines.subList(i + 1, end);
            // Q is curl with a query.
            if (block.stream().anyMatch(line -> line.contains("curl") || line.startsWith("$ Q "))) {
                recipes.addAll(ofBlock(page, i + 2, block));
            }
            i = end;
        }
        return recipes;
    }

    private static List<Recipe> ofBlock(String page, int first, List<String> block) {
        List<Recipe> recipes = new ArrayList<>();
        for (int i = 0; i < block.size(); i++) {
            assertThat(block.get(i))
                    .as("%s:%d begins no command", page, first + i)
                    .startsWith("$ ");
            int line = first + i;
            StringBuilder command = new StringBuilder(block.get(i).substring(2));
            while (goesOn(command)) {
                command.append('\n').append(block.get(++i));
            }
            StringBuilder answer = new StringBuilder();
            while (i + 1 < block.size() && !block.get(i + 1).startsWith("$ ")) {
                answer.append(block.get(++i)).append('\n');
            }
            recipes.add(new Recipe(page, line, command.toString(), answer.toString()));
        }
        return recipes;
    }

    private static boolean goesOn(CharSequence command) {
        long quotes = command.chars().filter(c -> c == '"').count();
        return quotes % 2 == 1 || command.charAt(command.length() - 1) == '\\';
    }

    // The shell -----------------------------------------------------------------------------------------------------

    /** The files that the pages speak of. */
    private static void prepare(Path survey) throws IOException {
        try (var files = Files.walk(survey)) {
            Path spectrum = files.filter(file -> file.getFileName().toString().startsWith("spec-"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(spectrum, folder.resolve("spec-56200-XD0000N00_sp01-001.fits"));
        }
        Files.createDirectory(folder.resolve("photos"));
        Files.writeString(folder.resolve("photos").resolve("two.png"), "two");
        Files.writeString(folder.resolve("one.png"), "one");
        Files.writeString(folder.resolve("notes.txt"), "notes");
        Path xing = folder.resolve("xing");
        Files.writeString(xing, "#!/bin/sh\nexec \"$JAVA\" -XX:TieredStopAtLevel=1 org.xingvo.server.Main \"$@\"\n");
        assertThat(xing.toFile().setExecutable(true)).isTrue();
    }

    private static String script(List<Recipe> recipes, URI base) {
        StringBuilder script = new StringBuilder("set -o pipefail\ncurl() { command curl --fail-with-body \"$@\"; }\n");
        for (int i = 0; i < recipes.size(); i++) {
            String command = recipes.get(i)
                    .command()
                    .replace("http://localhost:8080", base.toString())
                    .replace("xingvo.local", "example.org");
            script.append("echo '%s%d'\n%s\nended=$?; echo; echo \"%s%d ended with $ended\"\n"
                    .formatted(MARK, i, command, MARK, i));
        }
        return script.toString();
    }

    private static String run(String script) throws IOException, InterruptedException {
        Path file = folder.resolve("recipes.sh");
        Path log = folder.resolve("recipes.log");
        Files.writeString(file, script);
        ProcessBuilder shell = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        shell.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        shell.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Process process = shell.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(log);
    }
}
