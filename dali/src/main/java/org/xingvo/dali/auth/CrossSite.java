package org.xingvo.dali.auth;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out requests that a page of another site made a browser send, with the credentials that browsers add by
 * themselves: cookies and Basic. Browsers say where a request comes from in Sec-Fetch-Site (Fetch Metadata) and, older
 * ones, in Origin (RFC 6454); programs say neither and are nobody's victim.
 */
final class CrossSite {
    private CrossSite() {}

    /**
     * Refuses a request that would change something and that a page of another site is behind.
     *
     * @throws IdentityException.WrongWay if it is one
     */
    static void check(Arrival arrival, Frontage frontage) {
        if (arrival.isSafe()) {
            return;
        }
        String site = arrival.header("Sec-Fetch-Site");
        if (site != null) {
            if (!site.equals("same-origin") && !site.equals("none")) {
                throw refused("Sec-Fetch-Site: " + (site.equals("same-site") ? "same-site" : "cross-site"));
            }
            return;
        }
        String origin = arrival.header("Origin");
        if (origin != null && !isOwn(origin, arrival, frontage)) {
            throw refused("an Origin that is not this server's");
        }
    }

    private static boolean isOwn(String origin, Arrival arrival, Frontage frontage) {
        String authority;
        try {
            authority = URI.create(origin.strip()).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return false;
        }
        return authority != null
                && (same(authority, arrival.header("Host"))
                        || (frontage.trusts(arrival.peer()) && same(authority, arrival.header("X-Forwarded-Host"))));
    }

    private static boolean same(String authority, @Nullable String host) {
        return host != null && authority.equals(host.strip().toLowerCase(Locale.ROOT));
    }

    private static IdentityException.WrongWay refused(String found) {
        return new IdentityException.WrongWay(
                "a change with a cookie or a password that the browser added: expected a page of this server, found "
                        + found);
    }
}
