package org.xingvo.dali.http;

/** The query of a request's address as people type it into curl: with characters that belong behind a percent sign. */
final class QueryString {
    private static final String ESCAPED = "<>\"";

    private QueryString() {}

    /**
     * The same as a URI may have it.
     *
     * @throws BadRequest a percent sign without two hexadecimal digits behind it
     */
    static String legal(String sent) {
        StringBuilder legal = null;
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == '%' && (i + 2 >= sent.length() || !isHex(sent.charAt(i + 1)) || !isHex(sent.charAt(i + 2)))) {
                throw new BadRequest(
                        "query: expected two hexadecimal digits behind each percent sign, found something else");
            }
            boolean escaped = ESCAPED.indexOf(c) >= 0;
            if (escaped && legal == null) {
                legal = new StringBuilder(sent.length() + 32).append(sent, 0, i);
            }
            if (legal != null) {
                if (escaped) {
                    legal.append('%').append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT));
                } else {
                    legal.append(c);
                }
            }
        }
        return legal == null ? sent : legal.toString();
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
