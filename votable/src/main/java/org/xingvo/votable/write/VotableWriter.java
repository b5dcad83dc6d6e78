package org.xingvo.votable.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Coosys;
import org.xingvo.votable.Field;
import org.xingvo.votable.Info;
import org.xingvo.votable.Param;
import org.xingvo.votable.Serialization;
import org.xingvo.votable.ServiceDescriptor;
import org.xingvo.votable.Timesys;

/**
 * Writes one VOTable 1.4 document front to back, in constant memory: {@link #openDocument}, {@link #openResults},
 * {@link #openTable}, rows, {@link #closeTable}, {@link #closeResults}, descriptors, {@link #closeDocument}. No
 * namespace prefix is used. One thread at a time; the stream is flushed at the end, never closed.
 *
 * <p>1.4 and not 1.5: clients in use warn about 1.5 or check against the wrong version.
 */
public final class VotableWriter {
    private final XmlOut xml;
    private @Nullable RowWriter rows;
    private @Nullable Base64Stream encoded;
    private Serialization serialization = Serialization.TABLEDATA;

    public VotableWriter(OutputStream out) {
        this.xml = new XmlOut(out);
    }

    public void openDocument() throws IOException {
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.raw("<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n");
    }

    public void openResults(List<Info> infos, List<Coosys> coosys, List<Timesys> timesys) throws IOException {
        xml.raw("<RESOURCE type=\"results\">\n");
        infos(infos);
        for (Coosys each : coosys) {
            xml.raw("<COOSYS")
                    .attribute("ID", each.id())
                    .attribute("system", each.system())
                    .raw("/>\n");
        }
        for (Timesys each : timesys) {
            xml.raw("<TIMESYS")
                    .attribute("ID", each.id())
                    .attribute("timescale", each.timescale())
                    .attribute("refposition", each.refposition())
                    .attribute("timeorigin", each.timeorigin())
                    .raw("/>\n");
        }
    }

    /** Begins a table whose rows come by {@link #row}. */
    public void openTable(@Nullable String name, @Nullable String description, List<Field> fields, Serialization form)
            throws IOException {
        head(name, description, fields, form);
        xml.raw("<DATA>\n");
        rows = form == Serialization.TABLEDATA ? new TabledataRows(xml, fields) : new BinaryRows(xml, form, fields);
        rows.open();
    }

    /** Begins a table in BINARY or BINARY2 whose rows come as bytes by {@link #bytes}. */
    public void openEncodedTable(
            @Nullable String name, @Nullable String description, List<Field> fields, Serialization form)
            throws IOException {
        head(name, description, fields, form);
        xml.raw("<DATA>\n");
        encoded = new Base64Stream(xml);
        encoded.open(form.name());
    }

    /** A whole table that tells of its columns alone. */
    public void tableWithoutRows(@Nullable String name, @Nullable String description, List<Field> fields)
            throws IOException {
        head(name, description, fields, Serialization.TABLEDATA);
        xml.raw("</TABLE>\n");
    }

    private void head(@Nullable String name, @Nullable String description, List<Field> fields, Serialization form)
            throws IOException {
        if (rows != null || encoded != null) {
            throw new IllegalStateException("a table is open");
        }
        serialization = form;
        xml.raw("<TABLE").attribute("name", name).raw(">\n");
        description(description);
        for (Field field : fields) {
            String values = form == Serialization.BINARY ? nullOf(field) : null;
            xml.raw("<FIELD");
            field(field);
            if (field.description() == null && values == null) {
                xml.raw("/>\n");
            } else {
                xml.raw(">\n");
                description(field.description());
                if (values != null) {
                    xml.raw("<VALUES").attribute("null", values).raw("/>\n");
                }
                xml.raw("</FIELD>\n");
            }
        }
    }

    /** BINARY has no other way to say that a whole number is null. */
    private static @Nullable String nullOf(Field field) {
        return switch (field.datatype()) {
            case UNSIGNED_BYTE, SHORT, INT, LONG ->
                Long.toString(field.datatype().nullValue());
            default -> null;
        };
    }

    /**
     * Writes one row.
     *
     * @param cells one for each field: null, Boolean, a Number, an array of primitive numbers, or for text anything
     *     whose {@code toString} is the text
     */
    public void row(@Nullable Object[] cells) throws IOException {
        if (rows == null) {
            throw new IllegalStateException("no table is open");
        }
        rows.row(cells);
    }

    /**
     * Writes a piece of the rows of an encoded table.
     *
     * @param length bytes to be taken, from the first on
     */
    public void bytes(byte[] piece, int length) throws IOException {
        if (encoded == null) {
            throw new IllegalStateException("no encoded table is open");
        }
        encoded.put(piece, length);
    }

    /** Ends the rows, wherever they are, and the table. */
    public void closeTable(List<Info> infos) throws IOException {
        if (rows != null) {
            rows.close();
        } else if (encoded != null) {
            encoded.close(serialization.name());
        } else {
            throw new IllegalStateException("no table is open");
        }
        rows = null;
        encoded = null;
        xml.raw("</DATA>\n");
        infos(infos);
        xml.raw("</TABLE>\n");
    }

    public void closeResults(List<Info> infos) throws IOException {
        infos(infos);
        xml.raw("</RESOURCE>\n");
    }

    /** A RESOURCE beside the results that tells how to call a service (DataLink 1.1, section 4). */
    public void descriptor(ServiceDescriptor service) throws IOException {
        xml.raw("<RESOURCE type=\"meta\" utype=\"adhoc:service\"")
                .attribute("ID", service.id())
                .attribute("name", service.name())
                .raw(">\n");
        description(service.description());
        params(service.params());
        xml.raw("<GROUP name=\"inputParams\">\n");
        params(service.inputParams());
        xml.raw("</GROUP>\n</RESOURCE>\n");
    }

    public void closeDocument() throws IOException {
        xml.raw("</VOTABLE>\n");
        xml.flush();
    }

    /** Sends what was written so far. */
    public void flush() throws IOException {
        xml.flush();
    }

    private void infos(List<Info> infos) throws IOException {
        for (Info info : infos) {
            xml.raw("<INFO").attribute("name", info.name()).attribute("value", info.value());
            String text = info.text();
            if (text == null) {
                xml.raw("/>\n");
            } else {
                xml.raw(">").text(text).raw("</INFO>\n");
            }
        }
    }

    private void params(List<Param> params) throws IOException {
        for (Param param : params) {
            xml.raw("<PARAM");
            field(param.field());
            xml.attribute("value", param.value());
            String description = param.field().description();
            if (description == null) {
                xml.raw("/>\n");
            } else {
                xml.raw(">");
                description(description);
                xml.raw("</PARAM>\n");
            }
        }
    }

    private void field(Field field) throws IOException {
        xml.attribute("ID", field.id())
                .attribute("name", field.name())
                .attribute("datatype", field.datatype().text())
                .attribute("arraysize", field.arraysize())
                .attribute("xtype", field.xtype())
                .attribute("unit", field.unit())
                .attribute("ucd", field.ucd())
                .attribute("utype", field.utype())
                .attribute("ref", field.ref());
    }

    private void description(@Nullable String text) throws IOException {
        if (text != null) {
            xml.raw("<DESCRIPTION>").text(text).raw("</DESCRIPTION>\n");
        }
    }
}
