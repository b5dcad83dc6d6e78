package org.xingvo.dali.vosi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents as text, because that is how some clients read them. */
final class DocumentsTest {
    @Test
    void availabilityIsWhole() throws IOException {
        Availability availability = new Availability(
                true,
                Instant.parse("2026-11-22T01:02:03.456Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                Instant.parse("2026-12-02T00:00:00Z"),
                List.of("all is well", "a < b"));

        assertThat(written(availability::write)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">
                  <vosi:available>true</vosi:available>
                  <vosi:upSince>2026-11-22T01:02:03Z</vosi:upSince>
                  <vosi:downAt>2026-12-01T00:00:00Z</vosi:downAt>
                  <vosi:backAt>2026-12-02T00:00:00Z</vosi:backAt>
                  <vosi:note>all is well</vosi:note>
                  <vosi:note>a &lt; b</vosi:note>
                </vosi:availability>
                """);
    }

    @Test
    void plainCapabilitiesAreWhole() throws IOException {
        String text = written(out -> CapabilitiesDocument.write(
                out, PlainCapability.selfDescription("http://vo.example/vos").subList(0, 1)));

        assertThat(text).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0"\
                 xmlns:vr="http://www.ivoa.net/xml/VOResource/v1.0"\
                 xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1"\
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                  <capability standardID="ivo://ivoa.net/std/VOSI#capabilities">
                    <interface xsi:type="vs:ParamHTTP" role="std">
                      <accessURL use="full">http://vo.example/vos/capabilities</accessURL>
                    </interface>
                  </capability>
                </vosi:capabilities>
                """);
    }

    @Test
    void aTapCapabilitySaysWhatClientsAskFor() throws IOException {
        String text = written(out -> CapabilitiesDocument.write(out, Examples.tap("http://vo.example/tap")));

        assertThat(text)
                .contains("<capability standardID=\"ivo://ivoa.net/std/TAP\" xsi:type=\"tr:TableAccess\">")
                .contains("<accessURL use=\"base\">http://vo.example/tap</accessURL>")
                .contains("<securityMethod/>")
                .contains("<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.1\">2.1</version>")
                .contains("<hard unit=\"row\">10000000</hard>")
                .contains("<form>ivo_hasword(haystack TEXT, needle TEXT) -&gt; INTEGER</form>")
                .doesNotContain("forMode");
    }

    @Test
    void aTableIsWhole() throws IOException {
        assertThat(written(out -> TablesWriter.writeOne(out, Examples.TABLE))).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <vosi:table xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0"\
                 xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1"\
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" type="table">
                  <name>survey.&quot;size&quot;</name>
                  <title>Sizes</title>
                  <description>Sizes of &lt;galaxies&gt; &amp; stars</description>
                  <utype>x:y</utype>
                  <column std="false">
                    <name>ra</name>
                    <description>Right\ufffd ascension</description>
                    <unit>deg</unit>
                    <ucd>pos.eq.ra;meta.main</ucd>
                    <dataType xsi:type="vs:VOTableType">double</dataType>
                    <flag>indexed</flag>
                    <flag>principal</flag>
                  </column>
                  <column std="true">
                    <name>s_region</name>
                    <description>Outline</description>
                    <ucd>pos.outline;obs.field</ucd>
                    <utype>obscore:Char.SpatialAxis.Coverage</utype>
                    <dataType xsi:type="vs:VOTableType" arraysize="*" extendedType="polygon">double</dataType>
                  </column>
                  <column std="false">
                    <name>field_id</name>
                    <dataType xsi:type="vs:VOTableType" arraysize="8*">char</dataType>
                  </column>
                  <foreignKey>
                    <targetTable>survey.fields</targetTable>
                    <fkColumn>
                      <fromColumn>field_id</fromColumn>
                      <targetColumn>id</targetColumn>
                    </fkColumn>
                    <description>its field</description>
                  </foreignKey>
                </vosi:table>
                """);
    }

    @Test
    void lessDetailLeavesColumnsOut() throws IOException {
        String text = written(out -> {
            TablesWriter writer = TablesWriter.begin(out, Detail.MIN);
            writer.schema(new SchemaMeta("survey", null, "The survey", null));
            writer.table(Examples.TABLE);
            writer.schema(new SchemaMeta("empty", null, null, null));
            writer.end();
        });

        assertThat(text)
                .contains("<name>survey</name>", "<name>empty</name>")
                .doesNotContain("<column", "version=\"1.1\"");
    }

    @Test
    void aTableOutsideOfSchemasIsAMistake() {
        assertThatThrownBy(
                        () -> written(out -> TablesWriter.begin(out, Detail.MAX).table(Examples.TABLE)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void emptyElementsNestRightly() throws IOException {
        String text = written(out -> {
            XmlWriter xml = new XmlWriter(out);
            xml.start("a").start("b").end().start("c").text("").end().end().finish();
        });

        assertThat(text).endsWith("<a>\n  <b/>\n  <c/>\n</a>\n");
    }

    /** Something that writes. */
    interface Document {
        void to(OutputStream out) throws IOException;
    }

    static String written(Document document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.to(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
