package org.xingvo.vospace.soak;

import java.util.List;
import java.util.random.RandomGenerator;

/** Damages texts the way attackers, broken programs and bad lines do. One thread at a time. */
final class Damage {
    private static final List<String> PATH_TOKENS = List.of(
            "..",
            ".",
            "%2F",
            "%2f",
            "%5C",
            "\\",
            "%00",
            "%C0%AF",
            "%E0%80%AF",
            "%ED%A0%80",
            "%FF",
            "%",
            "%4",
            "%zz",
            "//",
            "/../",
            ";a=b",
            ":",
            "~",
            ".auto",
            ".null",
            ".trash",
            "%20",
            "+",
            "?",
            "#",
            "&",
            "=",
            "signed:",
            "node:1",
            "home",
            "data",
            "%E6%98%9F",
            "e%CC%81",
            "%EF%BF%BD",
            "%0A",
            "%0D%0A",
            "%7F",
            "|",
            "{}",
            "'",
            "\"",
            "<",
            ">",
            "a".repeat(600));

    private static final List<String> XML_TOKENS = List.of(
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
            "&e;",
            "&#0;",
            "&#x41;",
            "&lt;",
            "<![CDATA[",
            "]]>",
            "<?pi x?>",
            "<!--",
            "-->",
            "xsi:nil=\"true\"",
            "xsi:type=\"vos:ContainerNode\"",
            "xmlns=\"\"",
            "xmlns:vos=\"x\"",
            "<a>",
            "</vos:node>",
            "<vos:node>",
            "<",
            ">",
            "\"",
            "\u0000",
            "\uFFFF",
            "\uD83D\uDE00",
            "vos://",
            "vos:",
            "ivo://",
            "http://",
            "/..",
            "%2F",
            ".auto",
            ".null",
            "true",
            "-1",
            "99999999999999999999",
            "NaN",
            "x".repeat(3000),
            "<a>".repeat(200),
            "<a b='1' b='2'/>",
            "encoding=\"UTF-16\"",
            "version=\"2.1\"");

    private final RandomGenerator random;

    Damage(RandomGenerator random) {
        this.random = random;
    }

    /** A path or query with one to three damages, still one word of a request line. */
    String path(String good) {
        StringBuilder word = new StringBuilder();
        for (char c : damaged(good, PATH_TOKENS).toCharArray()) {
            word.append(c <= ' ' || c == 0x7f || c > 0xff ? "%" + "%02X".formatted(c & 0xff) : String.valueOf(c));
        }
        return word.isEmpty() || word.charAt(0) != '/' ? "/" + word : word.toString();
    }

    /** A document with one to three damages. */
    String document(String good) {
        return damaged(good, XML_TOKENS);
    }

    /** A header's value with one to three damages, still one line. */
    String header(String good) {
        return damaged(good, PATH_TOKENS).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private String damaged(String good, List<String> tokens) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            once(text, tokens);
        }
        return text.toString();
    }

    private void once(StringBuilder text, List<String> tokens) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(1, 20));
        switch (random.nextInt(7)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, text.substring(at, end));
            case 2 -> text.setLength(at);
            case 3 -> text.insert(at, (char) random.nextInt(1, 256));
            case 4 -> text.replace(at, end, tokens.get(random.nextInt(tokens.size())));
            default -> text.insert(at, tokens.get(random.nextInt(tokens.size())));
        }
    }
}
