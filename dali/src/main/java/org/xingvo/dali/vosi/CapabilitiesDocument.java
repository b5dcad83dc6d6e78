package org.xingvo.dali.vosi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.vosi.AccessInterface.InputParameter;
import org.xingvo.dali.vosi.TapCapability.DataModel;
import org.xingvo.dali.vosi.TapCapability.Limit;
import org.xingvo.dali.vosi.TapCapability.OutputFormat;

/**
 * Writes a capabilities document (VOSI 1.1, section 2.2). All prefixes are declared on the root, the content has none:
 * several clients compare the text. No {@code forMode} on limits, which older validators refuse.
 */
public final class CapabilitiesDocument {
    private CapabilitiesDocument() {}

    /** Flushes the stream and leaves it open. */
    public static void write(OutputStream out, List<Capability> capabilities) throws IOException {
        XmlWriter xml = new XmlWriter(out);
        xml.start("vosi:capabilities")
                .namespace("vosi", "http://www.ivoa.net/xml/VOSICapabilities/v1.0")
                .namespace("vr", Namespaces.VORESOURCE)
                .namespace("vs", Namespaces.VODATASERVICE);
        if (capabilities.stream().anyMatch(TapCapability.class::isInstance)) {
            xml.namespace("tr", Namespaces.TAPREGEXT);
        }
        if (capabilities.stream().anyMatch(ConeCapability.class::isInstance)) {
            xml.namespace("cs", Namespaces.CONESEARCH);
        }
        xml.namespace("xsi", Namespaces.XSI);
        for (Capability capability : capabilities) {
            capability(xml, capability);
        }
        xml.end().finish();
    }

    private static void capability(XmlWriter xml, Capability capability) throws IOException {
        xml.start("capability").attribute("standardID", capability.standardId());
        switch (capability) {
            case PlainCapability plain -> interfaces(xml, plain);
            case TapCapability tap -> {
                xml.attribute("xsi:type", "tr:TableAccess");
                interfaces(xml, tap);
                tap(xml, tap);
            }
            case ConeCapability cone -> {
                xml.attribute("xsi:type", "cs:ConeSearch");
                interfaces(xml, cone);
                cone(xml, cone);
            }
        }
        xml.end();
    }

    private static void interfaces(XmlWriter xml, Capability capability) throws IOException {
        for (AccessInterface one : capability.interfaces()) {
            xml.start("interface").attribute("xsi:type", "vs:ParamHTTP").attribute("role", "std");
            if (one.version() != null) {
                xml.attribute("version", one.version());
            }
            xml.start("accessURL")
                    .attribute("use", one.useWord())
                    .text(one.accessUrl())
                    .end();
            for (String method : one.securityMethods()) {
                xml.start("securityMethod");
                if (!method.equals(AccessInterface.ANONYMOUS)) {
                    xml.attribute("standardID", method);
                }
                xml.end();
            }
            xml.optional("resultType", one.resultType());
            for (InputParameter parameter : one.parameters()) {
                parameter(xml, parameter);
            }
            xml.end();
        }
    }

    private static void parameter(XmlWriter xml, InputParameter parameter) throws IOException {
        xml.start("param")
                .attribute("use", parameter.required() ? "required" : "optional")
                .attribute("std", "true")
                .element("name", parameter.name())
                .optional("description", parameter.description())
                .optional("unit", parameter.unit())
                .optional("ucd", parameter.ucd());
        xml.start("dataType")
                .attribute("xsi:type", "vs:SimpleDataType")
                .text(parameter.datatype())
                .end();
        xml.end();
    }

    private static void tap(XmlWriter xml, TapCapability tap) throws IOException {
        for (DataModel model : tap.dataModels()) {
            xml.start("dataModel")
                    .attribute("ivo-id", model.ivoid())
                    .text(model.name())
                    .end();
        }
        for (Language language : tap.languages()) {
            language(xml, language);
        }
        for (OutputFormat format : tap.outputFormats()) {
            xml.start("outputFormat");
            if (format.ivoid() != null) {
                xml.attribute("ivo-id", format.ivoid());
            }
            xml.element("mime", format.mediaType());
            for (String alias : format.aliases()) {
                xml.element("alias", alias);
            }
            xml.end();
        }
        for (String method : tap.uploadMethods()) {
            xml.start("uploadMethod").attribute("ivo-id", method).end();
        }
        limit(xml, "retentionPeriod", tap.limits().retentionSeconds(), null);
        limit(xml, "executionDuration", tap.limits().executionSeconds(), null);
        limit(xml, "outputLimit", tap.limits().outputRows(), "row");
        limit(xml, "uploadLimit", tap.limits().uploadBytes(), "byte");
    }

    private static void language(XmlWriter xml, Language language) throws IOException {
        xml.start("language").element("name", language.name());
        for (Language.Version version : language.versions()) {
            xml.start("version")
                    .attribute("ivo-id", version.ivoid())
                    .text(version.number())
                    .end();
        }
        xml.optional("description", language.description());
        for (Language.Features features : language.features()) {
            xml.start("languageFeatures").attribute("type", features.type());
            for (Language.Feature feature : features.features()) {
                xml.start("feature")
                        .element("form", feature.form())
                        .optional("description", feature.description())
                        .end();
            }
            xml.end();
        }
        xml.end();
    }

    private static void limit(XmlWriter xml, String name, @Nullable Limit limit, @Nullable String unit)
            throws IOException {
        if (limit != null) {
            xml.start(name);
            value(xml, "default", limit.byDefault(), unit);
            value(xml, "hard", limit.hard(), unit);
            xml.end();
        }
    }

    private static void value(XmlWriter xml, String name, @Nullable Long value, @Nullable String unit)
            throws IOException {
        if (value != null) {
            xml.start(name);
            if (unit != null) {
                xml.attribute("unit", unit);
            }
            xml.text(value.toString()).end();
        }
    }

    private static void cone(XmlWriter xml, ConeCapability cone) throws IOException {
        xml.element("maxSR", Double.toString(cone.maxRadiusDeg()))
                .element("maxRecords", Long.toString(cone.maxRecords()))
                .element("verbosity", Boolean.toString(cone.verbosity()));
        xml.start("testQuery")
                .element("ra", Double.toString(cone.testRaDeg()))
                .element("dec", Double.toString(cone.testDecDeg()))
                .element("sr", Double.toString(cone.testRadiusDeg()))
                .end();
    }
}
