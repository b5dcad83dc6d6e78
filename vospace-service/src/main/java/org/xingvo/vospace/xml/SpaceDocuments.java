package org.xingvo.vospace.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.tree.Changes;
import org.xingvo.vospace.tree.Tree;

/** Documents of what the standard does not have: the trash, old versions and the feed of changes. Stateless. */
public final class SpaceDocuments {
    /** Namespace of these documents. */
    public static final String NAMESPACE = "https://xingvo.org/xml/vospace-extensions/v1";

    private SpaceDocuments() {}

    private static XmlOut root(OutputStream out, String name) throws IOException {
        XmlOut xml = new XmlOut(out);
        xml.start("x", name).declare("x", NAMESPACE);
        return xml;
    }

    /** What can be brought back. */
    public static void trash(OutputStream out, List<Tree.Deleted> items, NodeUri uris) throws IOException {
        try (XmlOut xml = root(out, "trash")) {
            for (Tree.Deleted item : items) {
                xml.start("item")
                        .attribute("id", Long.toString(item.id()))
                        .attribute("uri", uri(uris, item.path()))
                        .attribute("type", "vos:" + item.type())
                        .attribute("owner", item.owner())
                        .attribute("bytes", Long.toString(item.bytes()))
                        .attribute("files", Long.toString(item.files()))
                        .attribute("deleted", NodeWriter.time(item.deleted()))
                        .attribute("until", NodeWriter.time(item.until()));
                String by = item.by();
                if (by != null) {
                    xml.attribute("by", by);
                }
                xml.end();
            }
        }
    }

    /** The old versions of a file. */
    public static void versions(OutputStream out, String uri, List<Tree.Version> versions) throws IOException {
        try (XmlOut xml = root(out, "versions")) {
            xml.attribute("uri", uri);
            for (Tree.Version version : versions) {
                xml.start("version")
                        .attribute("number", Integer.toString(version.number()))
                        .attribute("bytes", Long.toString(version.sizeBytes()))
                        .attribute("written", NodeWriter.time(version.written()))
                        .end();
            }
        }
    }

    /** What happened. */
    public static void changes(OutputStream out, Changes changes, NodeUri uris) throws IOException {
        try (XmlOut xml = root(out, "changes")) {
            xml.attribute("next", changes.next()).attribute("more", Boolean.toString(changes.more()));
            for (Changes.Change change : changes.events()) {
                xml.start("change")
                        .attribute("action", change.action())
                        .attribute("node", Long.toString(change.nodeId()))
                        .attribute("at", NodeWriter.time(change.at()));
                String path = change.path();
                if (path != null) {
                    xml.attribute("uri", uri(uris, path));
                }
                String from = change.from();
                if (from != null) {
                    xml.attribute("from", uri(uris, from));
                }
                String type = change.type();
                if (type != null) {
                    xml.attribute("type", "vos:" + type);
                }
                xml.end();
            }
        }
    }

    private static String uri(NodeUri uris, String plain) {
        try {
            return uris.of(new RequestPath(List.of(plain.substring(1).split("/", -1))));
        } catch (BadRequest e) {
            return uris.space();
        }
    }
}
