package org.xingvo.dali.vosi;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Indented XML in UTF-8; names are written as they are given. Characters that XML cannot hold become U+FFFD. One thread at
 * a time.
 */
public final class XmlWriter {
    private final Writer out;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean tagIsOpen;
    private boolean hasText;

    public XmlWriter(OutputStream stream) throws IOException {
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    public XmlWriter start(String name) throws IOException {
        closeTag();
        indent();
        out.write('<');
        out.write(name);
        open.push(name);
        tagIsOpen = true;
        hasText = false;
        return this;
    }

    public XmlWriter namespace(String prefix, String uri) throws IOException {
        return attribute("xmlns:" + prefix, uri);
    }

    public XmlWriter attribute(String name, String value) throws IOException {
        out.write(' ');
        out.write(name);
        out.write("=\"");
        escape(value);
        out.write('"');
        return this;
    }

    public XmlWriter text(String text) throws IOException {
        if (!text.isEmpty()) {
            if (tagIsOpen) {
                out.write('>');
                tagIsOpen = false;
            }
            escape(text);
            hasText = true;
        }
        return this;
    }

    /** Elements that are well-formed already, written as they are. */
    public XmlWriter raw(String elements) throws IOException {
        closeTag();
        out.write(elements);
        out.write('\n');
        return this;
    }

    public XmlWriter end() throws IOException {
        String name = open.pop();
        if (tagIsOpen) {
            out.write("/>\n");
            tagIsOpen = false;
        } else {
            if (!hasText) {
                indent();
            }
            out.write("</");
            out.write(name);
            out.write(">\n");
        }
        hasText = false;
        return this;
    }

    public XmlWriter element(String name, String text) throws IOException {
        return start(name).text(text).end();
    }

    /** Nothing at all for null or blank text. */
    public XmlWriter optional(String name, @Nullable String text) throws IOException {
        return text == null || text.isBlank() ? this : element(name, text);
    }

    public void finish() throws IOException {
        out.flush();
    }

    private void closeTag() throws IOException {
        if (tagIsOpen) {
            out.write(">\n");
            tagIsOpen = false;
        }
    }

    private void indent() throws IOException {
        for (int level = 0; level < open.size(); level++) {
            out.write("  ");
        }
    }

    private void escape(String text) throws IOException {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            switch (character) {
                case '&' -> out.write("&amp;");
                case '<' -> out.write("&lt;");
                case '>' -> out.write("&gt;");
                case '"' -> out.write("&quot;");
                case '\t', '\n', '\r' -> out.write("&#" + character + ";");
                default -> out.write(Character.toString(isXml(character) ? character : 0xFFFD));
            }
        }
    }

    private static boolean isXml(int character) {
        return (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || (character >= 0x10000 && character <= 0x10FFFF);
    }
}
