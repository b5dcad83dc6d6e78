package org.xingvo.vospace.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** The documents that say what the service can do: views, protocols, properties, capabilities, availability. */
public final class MetadataDocuments {
    private static final String CAPABILITIES = "http://www.ivoa.net/xml/VOSICapabilities/v1.0";
    private static final String AVAILABILITY = "http://www.ivoa.net/xml/VOSIAvailability/v1.0";
    private static final String VO_DATA_SERVICE = "http://www.ivoa.net/xml/VODataService/v1.1";
    private static final List<String> SECURITY =
            List.of("", "ivo://ivoa.net/sso#BasicAA", "ivo://ivoa.net/sso#cookie", "ivo://ivoa.net/sso#token");

    private MetadataDocuments() {}

    public static void views(OutputStream out) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            root(xml, "views");
            list(
                    xml,
                    "accepts",
                    "view",
                    List.of(Names.ANY_VIEW, Names.BINARY_VIEW, Names.TAR_VIEW, Names.TGZ_VIEW, Names.ZIP_VIEW));
            list(
                    xml,
                    "provides",
                    "view",
                    List.of(Names.DEFAULT_VIEW, Names.BINARY_VIEW, Names.TAR_VIEW, Names.ZIP_VIEW, Names.PACKAGE_VIEW));
            xml.end();
        }
    }

    /**
     * The protocols document.
     *
     * @param protocols for which the service hands out endpoints
     */
    public static void protocols(OutputStream out, List<String> protocols) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            root(xml, "protocols");
            list(xml, "accepts", "protocol", List.of(Names.HTTP_GET, Names.HTTPS_GET, Names.HTTP_PUT, Names.HTTPS_PUT));
            list(xml, "provides", "protocol", protocols);
            xml.end();
        }
    }

    /**
     * The properties document.
     *
     * @param understood that the service gives a meaning to
     * @param inUse that users have set
     */
    public static void properties(OutputStream out, List<String> understood, List<String> inUse) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            root(xml, "properties");
            list(xml, "accepts", "property", understood);
            list(xml, "provides", "property", understood);
            list(xml, "contains", "property", inUse);
            xml.end();
        }
    }

    /**
     * The capabilities of VOSI.
     *
     * @param vos absolute URL of the service
     * @param files absolute URL of the bytes
     */
    public static void capabilities(OutputStream out, URI vos, URI files) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            xml.start("vosi", "capabilities")
                    .declare("vosi", CAPABILITIES)
                    .declare("vs", VO_DATA_SERVICE)
                    .declareXsi();
            capability(xml, "ivo://ivoa.net/std/VOSI#capabilities", vos + "/capabilities", List.of(""));
            capability(xml, "ivo://ivoa.net/std/VOSI#availability", vos + "/availability", List.of(""));
            capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#nodes", vos + "/nodes", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#transfers", vos + "/transfers", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace#sync-2.1", vos + "/synctrans", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#sync", vos + "/synctrans", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#views", vos + "/views", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#protocols", vos + "/protocols", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#properties", vos + "/properties", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace#files-proto", files.toString(), SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace#recursive-delete-proto", vos + "/async-delete", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace#recursive-nodeprops-proto", vos + "/async-setprops", SECURITY);
            capability(xml, "ivo://xingvo.org/vospace#search-1.0", vos + "/search", SECURITY);
            capability(xml, "ivo://xingvo.org/vospace#changes-1.0", vos + "/changes", SECURITY);
            capability(xml, "ivo://xingvo.org/vospace#trash-1.0", vos + "/trash", SECURITY);
            capability(xml, "ivo://ivoa.net/std/VOSpace#recursive-nodesize-proto", vos + "/async-size", SECURITY);
            xml.use("vosi").end();
        }
    }

    public static void availability(OutputStream out, Instant since) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            xml.start("vosi", "availability").declare("vosi", AVAILABILITY);
            xml.leaf("available", "true");
            xml.leaf("upSince", NodeWriter.time(since) + "Z");
            xml.end();
        }
    }

    private static void capability(XmlOut xml, String standardId, String url, List<String> security)
            throws IOException {
        // Clients look for these elements without a prefix.
        xml.use("").start("capability").attribute("standardID", standardId);
        xml.start("interface").xsi("type", "vs:ParamHTTP").attribute("role", "std");
        xml.start("accessURL").attribute("use", "base").text(url).end();
        for (String method : security) {
            xml.start("securityMethod");
            if (!method.isEmpty()) {
                xml.attribute("standardID", method);
            }
            xml.end();
        }
        xml.end().end();
    }

    private static void root(XmlOut xml, String name) throws IOException {
        xml.start("vos", name).declare("vos", Names.VOSPACE).declareXsi().attribute("version", "2.1");
    }

    private static void list(XmlOut xml, String list, String item, List<String> uris) throws IOException {
        xml.start(list);
        for (String uri : uris) {
            xml.start(item).attribute("uri", uri).end();
        }
        xml.end();
    }
}
