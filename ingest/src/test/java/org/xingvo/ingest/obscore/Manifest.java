package org.xingvo.ingest.obscore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of real files that says what each of them holds. */
public final class Manifest {
    public static final Path DATA = Path.of(System.getProperty("xingvo.root", "."), "..", "shared", "data");

    private Manifest() {}

    public static boolean isThere() {
        return Files.isRegularFile(DATA.resolve("MANIFEST.tsv"));
    }

    /** Rows as maps from column name to text, empty for no value. */
    public static List<Map<String, String>> rows() throws IOException {
        return table(DATA.resolve("MANIFEST.tsv"));
    }

    static List<Map<String, String>> table(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> names = List.of(lines.getFirst().split("\t", -1));
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), i < cells.length ? cells[i] : "");
            }
            rows.add(row);
        }
        return rows;
    }
}
