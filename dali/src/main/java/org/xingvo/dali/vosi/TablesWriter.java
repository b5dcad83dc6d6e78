package org.xingvo.dali.vosi;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a tables document table by table, in constant memory: {@link #schema}, its tables by {@link #table}, the next
 * schema, and {@link #end}. The stream is flushed, not closed. One thread at a time. There is no version attribute on
 * the root, which validators refuse (VOSI 1.1, section 2.4).
 */
public final class TablesWriter {
    private final XmlWriter xml;
    private final Detail detail;
    private boolean inSchema;

    private TablesWriter(XmlWriter xml, Detail detail) {
        this.xml = xml;
        this.detail = detail;
    }

    /** The document of all tables. */
    public static TablesWriter begin(OutputStream out, Detail detail) throws IOException {
        XmlWriter xml = new XmlWriter(out);
        root(xml, "vosi:tableset");
        return new TablesWriter(xml, detail);
    }

    /** The document of one table. */
    public static void writeOne(OutputStream out, TableMeta table) throws IOException {
        XmlWriter xml = new XmlWriter(out);
        root(xml, "vosi:table").attribute("type", table.type());
        content(xml, table, Detail.MAX);
        xml.end().finish();
    }

    public void schema(SchemaMeta schema) throws IOException {
        endSchema();
        xml.start("schema")
                .optional("name", schema.name())
                .optional("title", schema.title())
                .optional("description", schema.description())
                .optional("utype", schema.utype());
        inSchema = true;
    }

    public void table(TableMeta table) throws IOException {
        if (!inSchema) {
            throw new IllegalStateException("Table " + table.name() + ": expected after its schema, found none");
        }
        xml.start("table").attribute("type", table.type());
        content(xml, table, detail);
        xml.end();
    }

    public void end() throws IOException {
        endSchema();
        xml.end().finish();
    }

    private void endSchema() throws IOException {
        if (inSchema) {
            xml.end();
            inSchema = false;
        }
    }

    private static XmlWriter root(XmlWriter xml, String name) throws IOException {
        return xml.start(name)
                .namespace("vosi", "http://www.ivoa.net/xml/VOSITables/v1.0")
                .namespace("vs", Namespaces.VODATASERVICE)
                .namespace("xsi", Namespaces.XSI);
    }

    private static void content(XmlWriter xml, TableMeta table, Detail detail) throws IOException {
        xml.optional("name", table.name())
                .optional("title", table.title())
                .optional("description", table.description())
                .optional("utype", table.utype());
        if (detail == Detail.MAX) {
            for (ColumnMeta column : table.columns()) {
                column(xml, column);
            }
            for (ForeignKeyMeta key : table.foreignKeys()) {
                foreignKey(xml, key);
            }
        }
    }

    private static void column(XmlWriter xml, ColumnMeta column) throws IOException {
        xml.start("column")
                .attribute("std", Boolean.toString(column.std()))
                .optional("name", column.name())
                .optional("description", column.description())
                .optional("unit", column.unit())
                .optional("ucd", column.ucd())
                .optional("utype", column.utype());
        xml.start("dataType").attribute("xsi:type", "vs:VOTableType");
        if (column.arraysize() != null) {
            xml.attribute("arraysize", column.arraysize());
        }
        if (column.xtype() != null) {
            xml.attribute("extendedType", column.xtype());
        }
        xml.text(column.datatype()).end();
        if (column.indexed()) {
            xml.element("flag", "indexed");
        }
        if (column.principal()) {
            xml.element("flag", "principal");
        }
        xml.end();
    }

    private static void foreignKey(XmlWriter xml, ForeignKeyMeta key) throws IOException {
        xml.start("foreignKey").element("targetTable", key.targetTable());
        for (ForeignKeyMeta.ColumnPair pair : key.columns()) {
            xml.start("fkColumn")
                    .element("fromColumn", pair.from())
                    .element("targetColumn", pair.target())
                    .end();
        }
        xml.optional("description", key.description())
                .optional("utype", key.utype())
                .end();
    }
}
