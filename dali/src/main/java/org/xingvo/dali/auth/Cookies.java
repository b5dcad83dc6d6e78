package org.xingvo.dali.auth;

import org.jspecify.annotations.Nullable;

/** The cookie of a session. */
public final class Cookies {
    /** The only name that TapPlus of Astroquery looks for. */
    public static final String NAME = "JSESSIONID";

    private static final int LONGEST_HEADER = 16_384;

    private Cookies() {}

    /** The session's secret in a Cookie header (RFC 6265, section 5.4); null: none that is one of ours. */
    static @Nullable String session(@Nullable String header) {
        if (header == null || header.length() > LONGEST_HEADER) {
            return null;
        }
        for (String pair : header.split(";", -1)) {
            String text = pair.strip();
            if (text.startsWith(NAME + "=") && Secret.isSession(text.substring(NAME.length() + 1))) {
                return text.substring(NAME.length() + 1);
            }
        }
        return null;
    }

    /** The value of Set-Cookie that makes a browser keep it. */
    public static String set(Sessions.NewSession session, long seconds) {
        return NAME + "=" + session.cookie() + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (session.secure() ? "; Secure" : "");
    }

    /** The value of Set-Cookie that makes a browser forget it. */
    public static String clear() {
        return NAME + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";
    }
}
