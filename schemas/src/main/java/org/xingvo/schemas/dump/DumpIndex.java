package org.xingvo.schemas.dump;

import java.util.ArrayList;
import java.util.List;

/**
 * The last entry of a dump: what is in it, and how what is not rows is made again. Immutable.
 *
 * @param migration number of the last migration of the database
 * @param tables in the order in which they can be loaded
 * @param views statements
 * @param sequences statements
 */
record DumpIndex(String migration, List<Table> tables, List<String> views, List<String> sequences) {
    static final String ENTRY = "dump.txt";
    private static final String FIRST_LINE = "xingvo-database 1";
    /** Before each part; statements have line feeds of their own. */
    private static final String MARK = "-- xingvo ";

    /**
     * One table.
     *
     * @param rows how many there are
     * @param sha256 of them as PostgreSQL's COPY writes text, in hex
     */
    record Table(Relation relation, long rows, String sha256) {
        String entry() {
            return "tables/" + relation.name() + ".copy";
        }
    }

    DumpIndex {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        sequences = List.copyOf(sequences);
    }

    String print() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        part(text, "migration", migration);
        for (Table table : tables) {
            part(text, "table", table.relation().name());
            part(text, "rows", Long.toString(table.rows()));
            part(text, "sha256", table.sha256());
            table.relation().columns().forEach(column -> part(text, "column", column));
            part(text, "create", table.relation().create());
            table.relation().constraints().forEach(statement -> part(text, "constraint", statement));
            table.relation().indexes().forEach(statement -> part(text, "index", statement));
        }
        views.forEach(statement -> part(text, "view", statement));
        sequences.forEach(statement -> part(text, "sequence", statement));
        part(text, "end", "");
        return text.toString();
    }

    private static void part(StringBuilder text, String kind, String value) {
        text.append(MARK).append(kind).append('\n').append(value).append('\n');
    }

    static DumpIndex parse(String text) {
        if (!text.startsWith(FIRST_LINE + "\n")) {
            throw new DumpException(
                    "%s: expected \"%s\", found \"%s\""
                            .formatted(
                                    ENTRY, FIRST_LINE, text.lines().findFirst().orElse("")),
                    null);
        }
        Reader reader = new Reader();
        for (String part : text.split("(?m)^" + MARK, -1)) {
            int line = part.indexOf('\n');
            if (!part.startsWith(FIRST_LINE) && line > 0) {
                reader.part(part.substring(0, line), part.substring(line + 1).stripTrailing());
            }
        }
        return reader.end();
    }

    /** Gathers the parts of a table until the next one begins. */
    private static final class Reader {
        private final List<Table> tables = new ArrayList<>();
        private final List<String> views = new ArrayList<>();
        private final List<String> sequences = new ArrayList<>();
        private final List<String> columns = new ArrayList<>();
        private final List<String> constraints = new ArrayList<>();
        private final List<String> indexes = new ArrayList<>();
        private String migration = "";
        private String name = "";
        private String create = "";
        private String sha256 = "";
        private long rows;
        private boolean ended;

        void part(String kind, String value) {
            switch (kind) {
                case "migration" -> migration = value;
                case "table" -> {
                    finishTable();
                    name = value;
                }
                case "rows" -> rows = Long.parseLong(value);
                case "sha256" -> sha256 = value;
                case "column" -> columns.add(value);
                case "create" -> create = value;
                case "constraint" -> constraints.add(value);
                case "index" -> indexes.add(value);
                case "view" -> views.add(value);
                case "sequence" -> sequences.add(value);
                case "end" -> ended = true;
                default -> throw new DumpException(ENTRY + ": expected a known part, found " + kind, null);
            }
        }

        private void finishTable() {
            if (!name.isEmpty()) {
                tables.add(new Table(new Relation(name, columns, create, constraints, indexes), rows, sha256));
            }
            columns.clear();
            constraints.clear();
            indexes.clear();
        }

        DumpIndex end() {
            finishTable();
            if (!ended) {
                throw new DumpException(ENTRY + ": expected an end, found none", null);
            }
            return new DumpIndex(migration, tables, views, sequences);
        }
    }
}
