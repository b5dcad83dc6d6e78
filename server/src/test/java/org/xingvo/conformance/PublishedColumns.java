package org.xingvo.conformance;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a service says of its columns and keys in three places, each as lines of text by table. */
final class PublishedColumns {
    private static final String SEPARATOR = " | ";

    private final PublishedArchive archive;

    PublishedColumns(PublishedArchive archive) {
        this.archive = archive;
    }

    /** The columns of {@code /tap/tables} in their order: name, type, unit, UCD, utype, description. */
    Map<String, List<String>> ofTables() throws Exception {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Element table : all(tables(), "table")) {
            List<String> columns = new ArrayList<>();
            for (Element column : all(table, "column")) {
                Element type = all(column, "dataType").getFirst();
                columns.add(String.join(
                        SEPARATOR,
                        unquoted(child(column, "name")),
                        type.getTextContent(),
                        type.getAttribute("arraysize"),
                        type.getAttribute("extendedType"),
                        child(column, "unit"),
                        child(column, "ucd"),
                        child(column, "utype"),
                        child(column, "description")));
            }
            found.put(child(table, "name"), columns);
        }
        return found;
    }

    /** The same of TAP_SCHEMA. */
    Map<String, List<String>> ofSchema() throws Exception {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (List<String> row : rows("SELECT table_name, column_name, datatype, arraysize, xtype, unit, ucd, utype,"
                + " description FROM tap_schema.columns ORDER BY table_name, column_index, column_name")) {
            List<String> column = new ArrayList<>(row.subList(1, row.size()));
            column.set(0, unquoted(column.getFirst()));
            found.computeIfAbsent(row.getFirst(), table -> new ArrayList<>()).add(String.join(SEPARATOR, column));
        }
        return found;
    }

    /** The same of the FIELDs of an answer with all columns. */
    List<String> ofAnswer(String table) throws Exception {
        List<String> columns = new ArrayList<>();
        for (Element field : all(answer("SELECT * FROM " + table, "&MAXREC=0"), "FIELD")) {
            columns.add(String.join(
                    SEPARATOR,
                    field.getAttribute("name"),
                    field.getAttribute("datatype"),
                    field.getAttribute("arraysize"),
                    field.getAttribute("xtype"),
                    field.getAttribute("unit"),
                    field.getAttribute("ucd"),
                    field.getAttribute("utype"),
                    child(field, "DESCRIPTION")));
        }
        return columns;
    }

    /** Columns that are said to be indexed in {@code /tap/tables}. */
    Set<String> indexedOfTables() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Element table : all(tables(), "table")) {
            for (Element column : all(table, "column")) {
                if (all(column, "flag").stream()
                        .anyMatch(flag -> flag.getTextContent().equals("indexed"))) {
                    found.add(child(table, "name") + SEPARATOR + child(column, "name"));
                }
            }
        }
        return found;
    }

    Set<String> indexedOfSchema() throws Exception {
        return joined("SELECT table_name, column_name FROM tap_schema.columns WHERE indexed = 1");
    }

    /** Pairs of columns of the foreign keys. */
    Set<String> keysOfTables() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Element table : all(tables(), "table")) {
            for (Element key : all(table, "foreignKey")) {
                for (Element pair : all(key, "fkColumn")) {
                    found.add(String.join(
                            SEPARATOR,
                            child(table, "name"),
                            child(pair, "fromColumn"),
                            child(key, "targetTable"),
                            child(pair, "targetColumn")));
                }
            }
        }
        return found;
    }

    Set<String> keysOfSchema() throws Exception {
        return joined("SELECT from_table, from_column, target_table, target_column FROM tap_schema.keys"
                + " NATURAL JOIN tap_schema.key_columns");
    }

    private Set<String> joined(String adql) throws Exception {
        Set<String> found = new TreeSet<>();
        rows(adql).forEach(row -> found.add(String.join(SEPARATOR, row)));
        return found;
    }

    /** Cells of an answer, null as empty text. */
    private List<List<String>> rows(String adql) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (Element row : all(answer(adql, "&RESPONSEFORMAT=votable/td"), "TR")) {
            rows.add(all(row, "TD").stream().map(Element::getTextContent).toList());
        }
        return rows;
    }

    private Element answer(String adql, String parameters) throws Exception {
        return document(archive.url("/tap/sync?LANG=ADQL&QUERY=" + ServerConformance.encode(adql) + parameters));
    }

    private Element tables() throws Exception {
        return document(archive.url("/tap/tables"));
    }

    private static Element document(String url) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Http.get(url).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<Element> all(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** The text of the first child of that name, else empty. */
    private static String child(Element of, String name) {
        for (Element each : all(of, name)) {
            if (of.isSameNode(each.getParentNode())) {
                return each.getTextContent();
            }
        }
        return "";
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
