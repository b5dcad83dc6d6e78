package org.xingvo.votable.read;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;
import org.xingvo.votable.Info;

/**
 * Reads the first table of a document: {@link #fields()} are known at once, rows come one by one from {@link #next()},
 * and {@link #infos()} holds every INFO seen so far, in document order. One thread at a time. External entities and DTDs
 * are not read.
 */
public final class VotableReader implements AutoCloseable {
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final List<Info> infos = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private @Nullable DataInputStream binary;
    private boolean rows;

    /** Reads up to the first row. */
    public VotableReader(InputStream in) throws IOException {
        try {
            xml = FACTORY.createXMLStreamReader(in, "UTF-8");
            rows = head();
        } catch (XMLStreamException e) {
            throw new IOException("VOTable: " + e.getMessage(), e);
        }
    }

    public List<Field> fields() {
        return List.copyOf(fields);
    }

    public List<Info> infos() {
        return List.copyOf(infos);
    }

    /** The next row, or null behind the last, when the rest of the document has been read too. */
    public @Nullable Object @Nullable [] next() throws IOException {
        if (!rows) {
            return null;
        }
        try {
            @Nullable Object[] row = binary == null ? textRow() : binaryRow(binary);
            if (row == null) {
                rows = false;
                while (xml.hasNext()) {
                    if (xml.next() == XMLStreamConstants.START_ELEMENT && local("INFO")) {
                        info();
                    }
                }
            }
            return row;
        } catch (XMLStreamException e) {
            throw new IOException("VOTable: " + e.getMessage(), e);
        }
    }

    /** All rows that are left, in memory. */
    public List<@Nullable Object[]> rest() throws IOException {
        List<@Nullable Object[]> all = new ArrayList<>();
        for (@Nullable Object[] row = next(); row != null; row = next()) {
            all.add(row);
        }
        return all;
    }

    @Override
    public void close() {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean head() throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "INFO" -> info();
                case "FIELD" ->
                    fields.add(new Field(
                            text("name"),
                            attribute("ID"),
                            Datatype.of(text("datatype")),
                            attribute("arraysize"),
                            attribute("xtype"),
                            attribute("unit"),
                            attribute("ucd"),
                            attribute("utype"),
                            attribute("ref"),
                            null));
                case "TABLEDATA" -> {
                    return true;
                }
                case "BINARY2" -> {
                    while (!(xml.next() == XMLStreamConstants.START_ELEMENT && local("STREAM"))) {
                        // only blanks stand between
                    }
                    binary = new DataInputStream(
                            new BufferedInputStream(Base64.getMimeDecoder().wrap(new CharacterStream(xml))));
                    return true;
                }
                case "BINARY", "FITS" ->
                    throw new IOException(
                            "VOTable: expected TABLEDATA or BINARY2, found %s".formatted(xml.getLocalName()));
                default -> {
                    // not needed
                }
            }
        }
        return false;
    }

    private @Nullable Object @Nullable [] textRow() throws XMLStreamException {
        @Nullable Object[] row = new @Nullable Object[fields.size()];
        int column = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && local("TD")) {
                row[column] = CellText.parse(fields.get(column), xml.getElementText());
                column++;
            } else if (event == XMLStreamConstants.END_ELEMENT && local("TR")) {
                return row;
            } else if (event == XMLStreamConstants.END_ELEMENT && local("TABLEDATA")) {
                return null;
            }
        }
        return null;
    }

    private @Nullable Object @Nullable [] binaryRow(DataInputStream in) throws IOException {
        byte[] flags = in.readNBytes((fields.size() + 7) / 8);
        if (flags.length == 0) {
            return null;
        }
        @Nullable Object[] row = new @Nullable Object[fields.size()];
        for (int i = 0; i < row.length; i++) {
            Object cell = CellBytes.read(fields.get(i), in);
            row[i] = (flags[i / 8] & 0x80 >> (i % 8)) == 0 ? cell : null;
        }
        return row;
    }

    private void info() throws XMLStreamException {
        String name = text("name");
        String value = text("value");
        String content = xml.getElementText();
        infos.add(new Info(name, value, content.isEmpty() ? null : content));
    }

    private String text(String attribute) {
        String value = attribute(attribute);
        return value == null ? "" : value;
    }

    private @Nullable String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    private boolean local(String name) {
        return xml.getLocalName().equals(name);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory made = XMLInputFactory.newDefaultFactory();
        made.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        made.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return made;
    }

    /** The characters of the present element as bytes, up to its end. */
    private static final class CharacterStream extends InputStream {
        private final XMLStreamReader xml;
        private String text = "";
        private int at;
        private boolean ended;

        CharacterStream(XMLStreamReader xml) {
            this.xml = xml;
        }

        @Override
        public int read() throws IOException {
            return fill() ? text.charAt(at++) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, text.length() - at);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) text.charAt(at + i);
            }
            at += count;
            return count;
        }

        private boolean fill() throws IOException {
            while (at == text.length() && !ended) {
                try {
                    switch (xml.next()) {
                        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                            text = xml.getText();
                            at = 0;
                        }
                        case XMLStreamConstants.END_ELEMENT -> ended = true;
                        default -> {
                            // comments
                        }
                    }
                } catch (XMLStreamException e) {
                    throw new IOException("VOTable: " + e.getMessage(), e);
                }
            }
            return at < text.length();
        }
    }
}
