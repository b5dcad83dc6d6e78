package org.xingvo.vospace.xml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.VospaceFault;

/**
 * A transfer as a client asks for it or as it was negotiated. Immutable.
 *
 * @param targets URIs of nodes; more than one only for a package
 * @param direction pushToVoSpace, pullFromVoSpace ..., or the URI of a node
 * @param view null: none asked for
 * @param protocols in the order of the client's wish
 * @param keepBytes null: not said
 */
public record TransferDocument(
        List<String> targets,
        String direction,
        @Nullable String view,
        List<Protocol> protocols,
        @Nullable Boolean keepBytes,
        Map<String, String> params) {
    private static final int MAX_PROTOCOLS = 100;
    private static final int MAX_TARGETS = 1000;

    public TransferDocument {
        targets = List.copyOf(targets);
        protocols = List.copyOf(protocols);
        params = Map.copyOf(params);
        if (targets.isEmpty()) {
            throw VospaceFault.invalidArgument("transfer: expected an element target, found none");
        }
    }

    /** A transfer of one node. */
    public TransferDocument(
            String target,
            String direction,
            @Nullable String view,
            List<Protocol> protocols,
            @Nullable Boolean keepBytes,
            Map<String, String> params) {
        this(List.of(target), direction, view, protocols, keepBytes, params);
    }

    /** The first target. */
    public String target() {
        return targets.getFirst();
    }

    /**
     * A way to move bytes. Immutable.
     *
     * @param endpoint null: to be negotiated
     * @param securityMethod null: none, so the endpoint must work by itself
     */
    public record Protocol(
            String uri, @Nullable String endpoint, @Nullable String securityMethod) {}

    public TransferDocument withProtocols(List<Protocol> negotiated) {
        return new TransferDocument(targets, direction, view, negotiated, keepBytes, params);
    }

    public TransferDocument withTarget(String other) {
        return new TransferDocument(List.of(other), direction, view, protocols, keepBytes, params);
    }

    public static TransferDocument read(InputStream body) throws IOException {
        Element root = SafeXml.read(body);
        if (!root.name().equals("transfer")) {
            throw VospaceFault.invalidArgument("document: expected transfer, found " + root.name());
        }
        List<Protocol> protocols = new ArrayList<>();
        for (Element protocol : root.all("protocol")) {
            String uri = protocol.attribute("uri");
            if (uri == null) {
                throw VospaceFault.invalidArgument("protocol: expected an attribute uri, found none");
            }
            String endpoint =
                    protocol.child("endpoint").map(e -> e.text().strip()).orElse(null);
            List<Element> methods = protocol.all("securityMethod");
            if (methods.isEmpty()) {
                protocols.add(new Protocol(uri.strip(), endpoint, null));
            }
            for (Element method : methods) {
                protocols.add(new Protocol(uri.strip(), endpoint, method.attribute("uri")));
            }
            if (protocols.size() > MAX_PROTOCOLS) {
                throw VospaceFault.invalidArgument("protocol: expected at most " + MAX_PROTOCOLS + ", found more");
            }
        }
        Map<String, String> params = new LinkedHashMap<>();
        for (Element param : root.all("param")) {
            String uri = param.attribute("uri");
            if (uri != null) {
                params.put(uri, param.text().strip());
            }
        }
        String view = root.child("view").map(e -> e.attribute("uri")).orElse(null);
        Boolean keepBytes = root.child("keepBytes")
                .map(e -> e.text().strip().equals("true") || e.text().strip().equals("1"))
                .orElse(null);
        List<String> targets = root.all("target").stream()
                .map(target -> target.text().strip())
                .filter(text -> !text.isEmpty())
                .toList();
        if (targets.size() > MAX_TARGETS) {
            throw VospaceFault.invalidArgument("target: expected at most " + MAX_TARGETS + ", found more");
        }
        return new TransferDocument(targets, required(root, "direction"), view, protocols, keepBytes, params);
    }

    /** Reads what {@link #fragment} wrote. */
    public static TransferDocument of(String fragment) {
        try {
            return read(new ByteArrayInputStream(fragment.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document as an element to stand in another one. */
    public String fragment() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        return text.substring(text.indexOf("?>") + 2).strip();
    }

    public void write(OutputStream out) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            writeTo(xml);
        }
    }

    private void writeTo(XmlOut xml) throws IOException {
        xml.start("vos", "transfer");
        xml.declare("vos", Names.VOSPACE).declareXsi();
        xml.attribute("version", "2.1");
        for (String target : targets) {
            xml.leaf("target", target);
        }
        xml.leaf("direction", direction);
        if (view != null) {
            xml.start("view").attribute("uri", view).end();
        }
        for (Protocol protocol : protocols) {
            xml.start("protocol").attribute("uri", protocol.uri());
            if (protocol.endpoint() != null) {
                xml.leaf("endpoint", protocol.endpoint());
            }
            if (protocol.securityMethod() != null) {
                xml.start("securityMethod")
                        .attribute("uri", protocol.securityMethod())
                        .end();
            }
            xml.end();
        }
        if (keepBytes != null) {
            xml.leaf("keepBytes", keepBytes.toString());
        }
        for (var param : params.entrySet()) {
            xml.start("param")
                    .attribute("uri", param.getKey())
                    .text(param.getValue())
                    .end();
        }
        xml.end();
    }

    private static String required(Element root, String name) {
        return root.child(name)
                .map(element -> element.text().strip())
                .filter(text -> !text.isEmpty())
                .orElseThrow(
                        () -> VospaceFault.invalidArgument("transfer: expected an element " + name + ", found none"));
    }
}
