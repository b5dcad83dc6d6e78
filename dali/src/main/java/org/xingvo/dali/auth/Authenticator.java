package org.xingvo.dali.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to show who one is. They are asked in order; the first that finds what it looks for decides. Client certificates
 * and tokens of OpenID Connect would be two more of them.
 */
sealed interface Authenticator {
    /**
     * The caller, from nowhere; null: the request shows nothing of this kind.
     *
     * @throws IdentityException.BadCredentials if what it shows is not right
     */
    @Nullable
    Caller caller(Arrival arrival);

    /** All of them, in order. */
    static List<Authenticator> all(Lookup lookup, Passwords passwords, Ways ways) {
        return List.of(new Header(lookup, passwords, ways), new Cookie(lookup, ways));
    }

    /** "Bearer token", or "Basic" with a password or a token (RFC 6750, RFC 7617). */
    record Header(Lookup lookup, Passwords passwords, Ways ways) implements Authenticator {
        @Override
        public @Nullable Caller caller(Arrival arrival) {
            String header = arrival.header("Authorization");
            if (header == null || header.isBlank()) {
                return null;
            }
            Credentials credentials = Credentials.parse(header);
            if (credentials.basic()) {
                CrossSite.check(arrival, ways.frontage());
                ways.expectPrivate(arrival);
            }
            String secret = credentials.secret();
            String user = credentials.user();
            if (credentials.basic() && user != null && !Secret.wellFormed(secret)) {
                return passwords.check(user, secret, ways.address(arrival), "basic");
            }
            Lookup.Known known =
                    !credentials.basic() && Secret.isSession(secret) ? lookup.session(secret) : lookup.token(secret);
            if (known == null || (user != null && !user.equals(known.caller().user()))) {
                throw new IdentityException.BadCredentials("the token is unknown, expired or revoked");
            }
            return known.caller();
        }
    }

    /** The cookie of a session; one that has ended is as good as none, since browsers go on sending it. */
    record Cookie(Lookup lookup, Ways ways) implements Authenticator {
        @Override
        public @Nullable Caller caller(Arrival arrival) {
            String cookie = Cookies.session(arrival.header("Cookie"));
            Lookup.Known known = cookie == null ? null : lookup.session(cookie);
            if (known == null) {
                return null;
            }
            CrossSite.check(arrival, ways.frontage());
            return known.caller();
        }
    }
}
