package org.xingvo.dali.vosi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xingvo.schemas.ivoa.capabilities.Capabilities;
import org.xingvo.schemas.ivoa.conesearch.ConeSearch;
import org.xingvo.schemas.ivoa.tapregext.TableAccess;
import org.xingvo.schemas.ivoa.vodataservice.Table;
import org.xingvo.schemas.ivoa.vodataservice.TableSet;
import org.xml.sax.SAXException;

/** The documents against the IVOA's schemas, as the build unpacked them, and read back by the types made of them. */
final class PublishedSchemasIT {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("xingvo.root", ".."), "schemas", "target", "ivoa-xsd");
    private static final Map<String, String> FILES = Map.of(
            Namespaces.VORESOURCE,
            "VOResource-v1.1-with-erratum1.xsd",
            Namespaces.VODATASERVICE,
            "VODataService-v1.2.xsd",
            "http://www.ivoa.net/xml/STC/stc-v1.30.xsd",
            "STC-v1.3.xsd",
            "http://www.w3.org/1999/xlink",
            "XLINK.xsd");

    private static Schema schema;

    @BeforeAll
    static void readSchemas() throws Exception {
        DOMImplementationLS inputs =
                (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            String file = FILES.get(namespace);
            if (file == null) {
                return null;
            }
            LSInput input = inputs.createLSInput();
            input.setSystemId(DIRECTORY.resolve(file).toUri().toString());
            return input;
        });
        schema = factory.newSchema(Stream.of(
                        "VOSIAvailability-v1.0.xsd",
                        "VOSICapabilities-v1.0.xsd",
                        "VOSITables-v1.0.xsd",
                        "TAPRegExt-v1.0-with-erratum1.xsd",
                        "SCS-v1.1.xsd")
                .map(name -> new StreamSource(DIRECTORY.resolve(name).toFile()))
                .toArray(Source[]::new));
    }

    @Test
    void availabilityIsValid() throws Exception {
        Availability up = Availability.up(Instant.parse("2026-11-22T01:02:03.9Z"), "since the morning");
        validate(DocumentsTest.written(up::write));
        validate(DocumentsTest.written(Availability.down("no space")::write));
    }

    @Test
    void capabilitiesOfTapAreValidAndReadBack() throws Exception {
        String text = DocumentsTest.written(out -> CapabilitiesDocument.write(out, Examples.tap("http://vo/tap")));

        validate(text);
        TableAccess tap = read(text, Capabilities.class).getCapability().stream()
                .filter(TableAccess.class::isInstance)
                .map(TableAccess.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(tap.getLanguage().getFirst().getVersion())
                .extracting(version -> version.getValue() + " " + version.getIvoId())
                .containsExactly("2.0 ivo://ivoa.net/std/ADQL#v2.0", "2.1 ivo://ivoa.net/std/ADQL#v2.1");
        assertThat(tap.getOutputLimit().getHard().getValue()).isEqualTo(10_000_000);
        assertThat(tap.getInterface().getFirst().getSecurityMethod()).hasSize(2);
    }

    @Test
    void capabilitiesOfAConeSearchAreValidAndReadBack() throws Exception {
        String text = DocumentsTest.written(
                out -> CapabilitiesDocument.write(out, List.of(Examples.cone("http://vo/scs/survey.stars"))));

        validate(text);
        ConeSearch cone =
                (ConeSearch) read(text, Capabilities.class).getCapability().getFirst();
        assertThat(cone.getTestQuery().getRa()).isEqualTo(10.5);
    }

    @Test
    void tablesAreValidAndReadBack() throws Exception {
        String all = DocumentsTest.written(out -> {
            TablesWriter writer = TablesWriter.begin(out, Detail.MAX);
            writer.schema(new SchemaMeta("survey", "A survey", "Of the sky", "a:b"));
            writer.table(Examples.TABLE);
            writer.schema(new SchemaMeta("empty", null, null, null));
            writer.end();
        });
        String one = DocumentsTest.written(out -> TablesWriter.writeOne(out, Examples.TABLE));

        validate(all);
        validate(one);
        TableSet tables = (TableSet) read(all, JAXBElement.class).getValue();
        assertThat(tables.getSchema().getFirst().getTable().getFirst().getColumn())
                .extracting(
                        column -> column.getName() + " " + column.getDataType().getArraysize())
                .containsExactly("ra null", "s_region *", "field_id 8*");
        Table table = (Table) read(one, JAXBElement.class).getValue();
        assertThat(table.getForeignKey().getFirst().getFkColumn().getFirst().getTargetColumn())
                .isEqualTo("id");
    }

    @Test
    void theJudgeIsAwake() throws Exception {
        String text = DocumentsTest.written(Availability.down("x")::write).replace("false", "perhaps");

        assertThatThrownBy(() -> validate(text))
                .isInstanceOf(SAXException.class)
                .hasMessageContaining("perhaps");
    }

    private static void validate(String document) throws SAXException, IOException {
        schema.newValidator().validate(new StreamSource(new StringReader(document)));
    }

    private static <T> T read(String document, Class<T> type) throws JAXBException {
        JAXBContext context = JAXBContext.newInstance(
                org.xingvo.schemas.ivoa.capabilities.ObjectFactory.class,
                org.xingvo.schemas.ivoa.tables.ObjectFactory.class,
                org.xingvo.schemas.ivoa.tapregext.ObjectFactory.class,
                org.xingvo.schemas.ivoa.conesearch.ObjectFactory.class);
        return type.cast(context.createUnmarshaller().unmarshal(new StringReader(document)));
    }
}
