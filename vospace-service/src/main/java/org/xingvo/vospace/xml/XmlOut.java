package org.xingvo.vospace.xml;

import java.io.IOException;
import java.io.OutputStream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a document with the prefixes that clients look for. One thread at a time; closing it ends the document but not
 * the stream below.
 */
final class XmlOut implements AutoCloseable {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter xml;
    private final OutputStream out;
    private String prefix = "vos";
    private String namespace = Names.VOSPACE;

    XmlOut(OutputStream out) throws IOException {
        this.out = out;
        try {
            xml = FACTORY.createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Starts an element in a namespace, which is also that of the following {@link #start(String)}. */
    XmlOut start(String elementPrefix, String elementNamespace, String name) throws IOException {
        prefix = elementPrefix;
        namespace = elementNamespace;
        return start(name);
    }

    XmlOut start(String name) throws IOException {
        return run(() -> xml.writeStartElement(prefix, name, namespace));
    }

    /** Goes back to another namespace without an element of its own. */
    XmlOut use(String elementPrefix, String elementNamespace) {
        prefix = elementPrefix;
        namespace = elementNamespace;
        return this;
    }

    XmlOut declare(String declared, String uri) throws IOException {
        return run(() -> xml.writeNamespace(declared, uri));
    }

    XmlOut declareXsi() throws IOException {
        return declare("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
    }

    XmlOut attribute(String name, String value) throws IOException {
        return run(() -> xml.writeAttribute(name, clean(value)));
    }

    XmlOut xsi(String name, String value) throws IOException {
        return run(() -> xml.writeAttribute("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, name, value));
    }

    XmlOut xlink(String name, String value) throws IOException {
        return run(() -> xml.writeAttribute("xlink", Names.XLINK, name, clean(value)));
    }

    XmlOut text(String value) throws IOException {
        return run(() -> xml.writeCharacters(clean(value)));
    }

    XmlOut leaf(String name, String value) throws IOException {
        return start(name).text(value).end();
    }

    /** An element that says that there is no value. */
    XmlOut nil(String name) throws IOException {
        return start(name).xsi("nil", "true").end();
    }

    XmlOut end() throws IOException {
        return run(xml::writeEndElement);
    }

    @Override
    public void close() throws IOException {
        run(xml::writeEndDocument);
        run(xml::flush);
        out.flush();
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    private XmlOut run(Step step) throws IOException {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Without what XML 1.0 cannot hold. */
    private static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c >= 0xFFFE || Character.isSurrogate(c)) {
                return text.codePoints()
                        .filter(p -> p == '\n'
                                || p == '\t'
                                || p == '\r'
                                || (p >= 0x20 && p < 0xD800)
                                || (p > 0xDFFF && p < 0xFFFE)
                                || p > 0xFFFF)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
