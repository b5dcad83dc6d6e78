package org.xingvo.tap.schema;

/**
 * The name of a table in ADQL, taken apart. Immutable.
 *
 * @param schema without quotes; empty: none was given
 * @param table without quotes
 * @param delimited the table's name stood in quotes
 */
public record QualifiedName(String schema, String table, boolean delimited) {

    /** Splits at the first dot outside of quotes. */
    public static QualifiedName parse(String name) {
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                return of(unquoted(name.substring(0, i)), name.substring(i + 1));
            }
        }
        return of("", name);
    }

    private static QualifiedName of(String schema, String table) {
        return new QualifiedName(schema, unquoted(table), table.startsWith("\""));
    }

    /** An identifier without its quotes. */
    public static String unquoted(String identifier) {
        boolean delimited = identifier.length() > 1 && identifier.startsWith("\"") && identifier.endsWith("\"");
        return delimited ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"") : identifier;
    }

    boolean matches(QualifiedName asked) {
        boolean exact = asked.delimited || delimited;
        return schema.equalsIgnoreCase(asked.schema)
                && (exact ? table.equals(asked.table) : table.equalsIgnoreCase(asked.table));
    }
}
