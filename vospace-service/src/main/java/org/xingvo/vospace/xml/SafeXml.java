package org.xingvo.vospace.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Reads a small document of unknown origin. Thread-safe. */
final class SafeXml {
    /** Longest document [bytes]. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 10_000;
    private static final String XSI = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;
    private static final XMLInputFactory FACTORY = factory();

    private int elements;

    private SafeXml() {}

    /**
     * The root of a document.
     *
     * @throws VospaceFault InvalidArgument if it is no XML or has a DTD, RequestEntityTooLarge beyond the limits
     */
    static Element read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new VospaceFault(
                    Kind.REQUEST_TOO_LARGE, "document: expected at most " + MAX_BYTES + " bytes, found more");
        }
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new java.io.ByteArrayInputStream(bytes));
            Element root = null;
            SafeXml walk = new SafeXml();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> root = walk.element(reader, 1);
                    case XMLStreamConstants.DTD -> throw invalid("expected no DTD, found one");
                    default -> {}
                }
            }
            if (root == null) {
                throw invalid("expected an element, found none");
            }
            return root;
        } catch (XMLStreamException e) {
            throw invalid(oneLine(e.getMessage()));
        } catch (RuntimeException e) {
            if (e instanceof VospaceFault) {
                throw e;
            }
            // The parser of the JDK answers some broken documents with unchecked exceptions.
            throw invalid("expected well-formed XML, found something else");
        }
    }

    private Element element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw new VospaceFault(
                    Kind.REQUEST_TOO_LARGE,
                    "document: expected at most " + MAX_DEPTH + " levels and " + MAX_ELEMENTS
                            + " elements, found more");
        }
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        String name = reader.getLocalName();
        Map<String, String> attributes = new HashMap<>();
        Element.TypeName type = null;
        boolean nil = false;
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String value = reader.getAttributeValue(i);
            if (!XSI.equals(reader.getAttributeNamespace(i))) {
                attributes.put(reader.getAttributeLocalName(i), value);
            } else if (reader.getAttributeLocalName(i).equals("type")) {
                type = type(reader, value.strip());
            } else if (reader.getAttributeLocalName(i).equals("nil")) {
                nil = value.strip().equals("true") || value.strip().equals("1");
            }
        }
        StringBuilder text = new StringBuilder();
        List<Element> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE -> throw invalid("expected no entities, found one");
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Element(
                            namespace, name, Map.copyOf(attributes), type, nil, text.toString(), List.copyOf(children));
                }
                default -> {}
            }
        }
    }

    private static Element.TypeName type(XMLStreamReader reader, String value) {
        int colon = value.indexOf(':');
        String prefix = colon < 0 ? "" : value.substring(0, colon);
        String namespace = namespace(reader, prefix);
        if (namespace == null && colon >= 0) {
            throw invalid("xsi:type: expected a declared prefix, found '" + value + "'");
        }
        return new Element.TypeName(namespace == null ? "" : namespace, value.substring(colon + 1));
    }

    private static @Nullable String namespace(XMLStreamReader reader, String prefix) {
        return reader.getNamespaceContext().getNamespaceURI(prefix);
    }

    private static VospaceFault invalid(String why) {
        return VospaceFault.invalidArgument("document: " + why);
    }

    private static String oneLine(@Nullable String message) {
        String text = message == null ? "not well-formed" : message.replaceAll("\\s+", " ");
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entity refused");
        });
        return factory;
    }
}
