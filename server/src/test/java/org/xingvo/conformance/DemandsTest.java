package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of what clients and VOSpace demand name the tests that show it, all of them and no others. */
class DemandsTest {
    private static final Path ROOT = Path.of(System.getProperty("xingvo.root", ".."));
    private static final Pattern MARK = Pattern.compile("@Demand\\(([^)]*)\\).*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\"(V?[0-9.]+)\"");

    /** Number, what is demanded, and what shows it: tests, or a word why not. */
    private static final Pattern ROW = Pattern.compile("\\| ((?:V|[0-9]+\\.)[0-9]+) \\| (.+) \\| (.+) \\|");

    @Test
    void thePagesNameTheTestsOfEachDemand() throws IOException {
        Map<String, Set<String>> tests = tests();
        Set<String> numbers = new HashSet<>();
        for (String page : List.of("docs/clients.md", "docs/vospace-demands.md")) {
            check(Files.readAllLines(ROOT.resolve(page)), tests, numbers);
        }
        assertThat(numbers).containsAll(tests.keySet()).hasSizeGreaterThan(130);
    }

    private static void check(List<String> page, Map<String, Set<String>> tests, Set<String> numbers) {
        List<String> found = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : page) {
            MatchResult row = ROW.matcher(line).results().findFirst().orElse(null);
            if (row != null) {
                String number = row.group(1);
                assertThat(numbers.add(number)).as(line).isTrue();
                found.add(line);
                Set<String> shown = tests.get(number);
                boolean open =
                        row.group(3).startsWith("not yet") || row.group(3).startsWith("later");
                assertThat(shown != null || open).as(line).isTrue();
                expected.add(shown == null ? line : "| %s | %s | %s |".formatted(number, row.group(2), text(shown)));
            }
        }
        assertThat(String.join("\n", found)).isEqualTo(String.join("\n", expected));
    }

    private static String text(Set<String> tests) {
        return String.join(", ", tests);
    }

    /** "Class.method" by number, of all modules. */
    private static Map<String, Set<String>> tests() throws IOException {
        Map<String, Set<String>> tests = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        read(file, tests);
                    }
                }
            }
        }
        return tests;
    }

    private static void read(Path file, Map<String, Set<String>> tests) throws IOException {
        String type = file.getFileName().toString().replace(".java", "");
        if (type.equals("DemandsTest")) {
            return;
        }
        MARK.matcher(Files.readString(file))
                .results()
                .forEach(mark -> NUMBER.matcher(mark.group(1))
                        .results()
                        .forEach(number -> tests.computeIfAbsent(number.group(1), n -> new TreeSet<>())
                                .add(type + "." + mark.group(2))));
    }
}
