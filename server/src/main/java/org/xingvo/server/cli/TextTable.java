package org.xingvo.server.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Tab separated lines as a table with aligned columns. */
final class TextTable {
    private TextTable() {}

    static void print(String tabSeparated, PrintStream out) {
        List<String[]> rows =
                tabSeparated.lines().map(line -> line.split("\t", -1)).toList();
        List<Integer> widths = new ArrayList<>();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row[i].length()));
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]);
                if (i < row.length - 1) {
                    line.append(" ".repeat(widths.get(i) - row[i].length() + 2));
                }
            }
            out.println(line);
        }
    }
}
