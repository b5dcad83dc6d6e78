package org.xingvo.vospace.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XmlOutTest {
    @Test
    void whatMeansSomethingInXmlIsEscapedAndWhatCannotBeInItLeftOut() throws IOException {
        assertThat(written("a<b>&\"c\" \uD83D\uDE00 \u661f\t\n"))
                .contains(">a&lt;b&gt;&amp;&quot;c&quot; \uD83D\uDE00 \u661f\t\n<");
        assertThat(written("a\0b\u0001c\uFFFEd\uD83De\uDE00f")).contains(">abcdef<");
    }

    @Test
    void anyTextComesBack() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40_000 / (i + 1)); n > 0; n--) {
                int c = random.nextInt(10) == 0 ? random.nextInt(0x10000, 0x1F000) : random.nextInt(0x20, 0x500);
                text.appendCodePoint(c >= 0x7f && c < 0xa0 ? 'x' : c);
            }
            byte[] document = written(text.toString()).getBytes(StandardCharsets.UTF_8);
            Element root = SafeXml.read(new ByteArrayInputStream(document));
            assertThat(root.text()).as("seed %d", seed).isEqualTo(text.toString());
            assertThat(root.attribute("it")).as("seed %d", seed).isEqualTo(text.toString());
        }
    }

    private static String written(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XmlOut xml = new XmlOut(out)) {
            xml.start("vos", "a")
                    .declare("vos", Names.VOSPACE)
                    .attribute("it", text)
                    .text(text);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
