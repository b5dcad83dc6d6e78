package org.xingvo.dali.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an Authorization header holds. Immutable.
 *
 * @param basic true for Basic, false for Bearer
 * @param user name given with Basic; null: the secret alone tells
 * @param secret password or token
 */
record Credentials(boolean basic, @Nullable String user, String secret) {
    /** Longest header that is looked at. */
    private static final int MAX_HEADER = 4096;

    /** Reads "Bearer token" or "Basic base64(user:secret)" (RFC 6750 and RFC 7617). */
    static Credentials parse(String header) {
        String text = header.strip();
        int blank = text.indexOf(' ');
        if (text.length() > MAX_HEADER || blank < 0) {
            throw new IdentityException.BadCredentials("Authorization: expected a scheme and credentials");
        }
        String value = text.substring(blank + 1).strip();
        return switch (text.substring(0, blank).toLowerCase(Locale.ROOT)) {
            case "bearer" -> new Credentials(false, null, value);
            case "basic" -> pair(value);
            default -> throw new IdentityException.BadCredentials("Authorization: expected Bearer or Basic");
        };
    }

    private static Credentials pair(String value) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IdentityException.BadCredentials("Authorization: expected base64 after Basic");
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw new IdentityException.BadCredentials("Authorization: expected user:secret in base64 after Basic");
        }
        String user = pair.substring(0, colon);
        return new Credentials(true, user.isEmpty() ? null : user, pair.substring(colon + 1));
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
