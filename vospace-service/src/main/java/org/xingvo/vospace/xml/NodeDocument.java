package org.xingvo.vospace.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/**
 * A node as a client describes it. Immutable.
 *
 * @param uri as written
 * @param typeGiven false if there was no {@code xsi:type}, which means a plain Node
 * @param properties by URI; an empty Optional is {@code xsi:nil}
 * @param target of a link; null: none
 */
public record NodeDocument(
        String uri,
        NodeType type,
        boolean typeGiven,
        Map<String, Optional<String>> properties,
        @Nullable String target) {

    public NodeDocument {
        properties = Map.copyOf(properties);
    }

    /** Longest document [bytes]. */
    public static final int MAX_BYTES = SafeXml.MAX_BYTES;

    /** True for an empty list of protocols: the question which ones a node has (VOSpace 2.1, section 6.3.3). */
    public static boolean asksForProtocols(byte[] document) throws IOException {
        String start = new String(document, 0, Math.min(document.length, 2000), StandardCharsets.UTF_8);
        if (!PROTOCOLS.matcher(start).find()) {
            return false;
        }
        String name = SafeXml.read(new ByteArrayInputStream(document)).name();
        return name.equals("protocol") || name.equals("protocols");
    }

    private static final Pattern PROTOCOLS = Pattern.compile("<([A-Za-z0-9_.-]+:)?protocols?[\\s/>]");

    /** Reads a document; accepts, provides, capabilities and children in it are ignored. */
    public static NodeDocument read(InputStream body) throws IOException {
        Element root = SafeXml.read(body);
        if (!root.name().equals("node")) {
            throw VospaceFault.invalidArgument("document: expected node, found " + root.name());
        }
        String uri = root.attribute("uri");
        if (uri == null || uri.isBlank()) {
            throw new VospaceFault(Kind.INVALID_URI, "node: expected an attribute uri, found none");
        }
        Map<String, Optional<String>> properties = new LinkedHashMap<>();
        for (Element list : root.all("properties")) {
            for (Element property : list.all("property")) {
                String name = property.attribute("uri");
                if (name == null) {
                    throw VospaceFault.invalidArgument("property: expected an attribute uri, found none");
                }
                properties.put(name.strip(), property.nil() ? Optional.empty() : Optional.of(property.text()));
                if (properties.size() > NodeChange.MAX_PROPERTIES) {
                    throw VospaceFault.invalidArgument(
                            "properties: expected at most " + NodeChange.MAX_PROPERTIES + ", found more");
                }
            }
        }
        String target =
                root.child("target").map(element -> element.text().strip()).orElse(null);
        return new NodeDocument(uri.strip(), type(root.type()), root.type() != null, properties, target);
    }

    private static NodeType type(Element.@Nullable TypeName type) {
        if (type == null) {
            return NodeType.NODE;
        }
        Optional<NodeType> known =
                type.namespace().isEmpty() || type.namespace().equals(Names.VOSPACE)
                        ? NodeType.named(type.name())
                        : Optional.empty();
        return known.orElseThrow(
                () -> new VospaceFault(Kind.TYPE_NOT_SUPPORTED, "{" + type.namespace() + "}" + type.name()));
    }
}
