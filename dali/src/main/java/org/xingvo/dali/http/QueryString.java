package org.xingvo.dali.http;

/** The query of a request's address as people type it into curl: with characters that belong behind a percent sign. */
final class QueryString {
    private QueryString() {}

    /**
     * The same as a URI may have it.
     *
     * @throws BadRequest a percent sign without two hexadecimal digits behind it
     */
    static String legal(String sent) {
        for (int i = sent.indexOf('%'); i >= 0; i = sent.indexOf('%', i + 1)) {
            if (i + 2 >= sent.length() || !isHex(sent.charAt(i + 1)) || !isHex(sent.charAt(i + 2))) {
                throw new BadRequest(
                        "query: expected two hexadecimal digits behind each percent sign, found something else");
            }
        }
        return Escapes.escape(sent);
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
