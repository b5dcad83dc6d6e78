package org.xingvo.dali.http;

import java.nio.charset.StandardCharsets;

/** Characters that belong behind a percent sign in an address (RFC 3986, appendix A), and came without. */
final class Escapes {
    private static final String LEGAL = "-._~!$&'()*+,;=:@/?%";

    private Escapes() {}

    /** The same with these characters escaped; one that stands for a byte of a raw address as that byte. */
    static String escape(String sent) {
        StringBuilder legal = null;
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            boolean isLegal = (c < 0x80 && Character.isLetterOrDigit(c)) || LEGAL.indexOf(c) >= 0;
            if (!isLegal && legal == null) {
                legal = new StringBuilder(sent.length() + 32).append(sent, 0, i);
            }
            if (legal != null) {
                if (isLegal) {
                    legal.append(c);
                } else if (c <= 0xff) {
                    legal.append("%%%02X".formatted((int) c));
                } else {
                    int end = Character.isHighSurrogate(c) && i + 1 < sent.length() ? i + 2 : i + 1;
                    for (byte b : sent.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                        legal.append("%%%02X".formatted(b & 0xff));
                    }
                    i = end - 1;
                }
            }
        }
        return legal == null ? sent : legal.toString();
    }
}
