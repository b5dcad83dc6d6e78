package org.xingvo.vospace.xml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.DatasetId;
import org.xingvo.vospace.node.GroupUri;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeTable;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;

/** Writes a node, and the children of a container one after the other. One thread at a time. */
public final class NodeWriter implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** How much is written of a node (VOSpace 2.1, section 6.3). */
    public enum Detail {
        MIN,
        PROPERTIES,
        MAX
    }

    /**
     * What all documents of a service share.
     *
     * @param uris how nodes are identified
     * @param authority of the archive's identifiers
     * @param md5 finds the MD5 of bytes in lower-case hex, null if it is not known
     * @param busy true for nodes that bytes are on their way to
     * @param tap where tables are asked; null: it is not told
     */
    public record Style(
            NodeUri uris,
            String authority,
            Function<NodeBytes, @Nullable String> md5,
            Predicate<RequestPath> busy,
            @Nullable URI tap) {

        /** Of a service that knows no address of TAP. */
        public Style(
                NodeUri uris,
                String authority,
                Function<NodeBytes, @Nullable String> md5,
                Predicate<RequestPath> busy) {
            this(uris, authority, md5, busy, null);
        }

        /** For a client that knows the server by this address. */
        public Style at(URI publicUrl) {
            return new Style(uris, authority, md5, busy, URI.create(publicUrl + "/tap"));
        }
    }

    private final XmlOut xml;
    private final Style style;
    private final Detail detail;
    private final Viewer viewer;

    public NodeWriter(OutputStream out, Style style, Detail detail, Viewer viewer) throws IOException {
        this.xml = new XmlOut(out);
        this.style = style;
        this.detail = detail;
        this.viewer = viewer;
    }

    /** A link as a document, with all that everybody who sees it may know. */
    public static String text(Node link, Style style) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NodeWriter writer = new NodeWriter(bytes, style, Detail.MAX, Viewer.NOBODY)) {
            writer.open(link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Begins a list of nodes; {@link #child} and {@link #close} follow. */
    public void list(boolean overflow) throws IOException {
        xml.start("vos", "nodes").declare("vos", Names.VOSPACE).declareXsi().attribute("version", "2.1");
        if (overflow) {
            xml.attribute("overflow", "true");
        }
    }

    /** Writes all of a node but its children; {@link #child} and {@link #close} follow. */
    public void open(Node node) throws IOException {
        xml.start("vos", "node").declare("vos", Names.VOSPACE).declareXsi().attribute("version", "2.1");
        body(node);
        if (node.isContainer() && detail != Detail.PROPERTIES) {
            xml.start("nodes");
        }
    }

    public void child(Node node) throws IOException {
        xml.start("node");
        body(node);
        if (node.isContainer() && detail != Detail.PROPERTIES) {
            xml.start("nodes").end();
        }
        xml.end();
    }

    @Override
    public void close() throws IOException {
        xml.close();
    }

    private void body(Node node) throws IOException {
        xml.attribute("uri", style.uris().of(node.path()))
                .xsi("type", "vos:" + node.type().xmlName());
        if (node.type().holdsBytes()) {
            xml.attribute("busy", Boolean.toString(style.busy().test(node.path())));
        }
        xml.start("properties");
        if (detail != Detail.MIN) {
            properties(node);
        }
        xml.end();
        if (detail == Detail.MAX && node.type() != NodeType.LINK) {
            if (node.isContainer()) {
                views("accepts", node, Names.TAR_VIEW, Names.TGZ_VIEW, Names.ZIP_VIEW);
                views("provides", node, Names.TAR_VIEW, Names.ZIP_VIEW, Names.PACKAGE_VIEW);
            } else {
                views("accepts", node, Names.ANY_VIEW, Names.BINARY_VIEW);
                views("provides", node, Names.DEFAULT_VIEW, Names.BINARY_VIEW);
            }
            capabilities(node);
        }
        String target = node.target();
        if (node.type() == NodeType.LINK && target != null && detail != Detail.PROPERTIES) {
            xml.leaf("target", target);
        }
    }

    /** By which other services a file can be asked about (VOSpace 2.1, section 3.7). */
    private void capabilities(Node node) throws IOException {
        xml.start("capabilities");
        String dataset = DatasetId.of(node, style.authority());
        if (dataset != null && style.tap() != null) {
            String id = URLEncoder.encode(dataset, StandardCharsets.UTF_8);
            xml.start("capability").attribute("uri", Names.DATALINK);
            xml.leaf("endpoint", style.tap().resolve("datalink/links?ID=" + id).toString());
            xml.end();
        }
        NodeTable table = table(node);
        if (table != null && table.number() != null && style.tap() != null) {
            xml.start("capability").attribute("uri", Names.TAP);
            xml.leaf("endpoint", style.tap().toString());
            xml.start("param").attribute("uri", Properties.TABLE);
            xml.text(NodeTable.name(node.path())).end();
            xml.end();
        }
        xml.end();
    }

    private static @Nullable NodeTable table(Node node) {
        NodeBytes bytes = node.bytes();
        return bytes == null || bytes.size() == 0 ? null : bytes.table();
    }

    private void views(String list, Node node, String... uris) throws IOException {
        xml.start(list);
        boolean accepting = list.equals("provides") || !node.isVirtual();
        if (accepting) {
            for (String uri : uris) {
                xml.start("view").attribute("uri", uri).end();
            }
        }
        xml.end();
    }

    private void properties(Node node) throws IOException {
        computed(Properties.DATE, time(node.modified()));
        computed(Properties.CTIME, time(node.created()));
        computed(Properties.MTIME, time(node.modified()));
        computed(Properties.CREATOR, node.owner());
        if (node.type().holdsBytes()) {
            NodeBytes bytes = node.bytes();
            computed(Properties.LENGTH, bytes == null ? "0" : Long.toString(bytes.size()));
            String md5 = bytes == null ? null : style.md5().apply(bytes);
            if (md5 != null) {
                computed(Properties.MD5, md5);
            }
        }
        NodeTable table = table(node);
        if (table != null) {
            if (table.number() != null) {
                computed(Properties.TABLE, NodeTable.name(node.path()));
            }
            if (table.refusal() != null) {
                computed(Properties.TABLE_PROBLEM, table.refusal());
            }
        }
        Node.Holding holding = node.holding();
        if (holding != null) {
            computed(Properties.LENGTH, Long.toString(holding.bytes()));
            if (holding.quota() != null) {
                property(
                        Properties.QUOTA,
                        Long.toString(holding.quota()),
                        !viewer.caller().operator());
            }
            if (holding.available() != null) {
                computed(Properties.AVAILABLE_SPACE, Long.toString(holding.available()));
            }
        }
        boolean fixed = !viewer.owns(node) || node.isVirtual();
        property(Properties.IS_PUBLIC, Boolean.toString(node.access().isPublic()), fixed);
        property(Properties.PUBLIC_READ, Boolean.toString(node.access().isPublic()), fixed);
        if (!node.access().readGroups().isEmpty()) {
            property(
                    Properties.GROUP_READ,
                    GroupUri.join(style.authority(), node.access().readGroups()),
                    fixed);
        }
        if (!node.writeGroups().isEmpty()) {
            property(Properties.GROUP_WRITE, GroupUri.join(style.authority(), node.writeGroups()), fixed);
        }
        for (var property : new TreeMap<>(node.properties()).entrySet()) {
            property(property.getKey(), property.getValue(), node.isVirtual());
        }
        if (detail == Detail.MAX) {
            computed(Properties.READABLE, "true");
            computed(Properties.WRITABLE, Boolean.toString(viewer.writes(node)));
        }
    }

    private void computed(String uri, String value) throws IOException {
        property(uri, value, true);
    }

    private void property(String uri, String value, boolean readOnly) throws IOException {
        xml.start("property").attribute("uri", uri).attribute("readOnly", Boolean.toString(readOnly));
        xml.text(value).end();
    }

    /** A time as clients read it: UTC, no zone. */
    public static String time(Instant time) {
        return TIME.format(time);
    }
}
