package org.xingvo.dali.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Frontage;

/**
 * The URL under which the world sees this server: scheme, host, port and perhaps a path, never with a slash at the
 * end. A configured URL always wins; else the request tells, and the headers of proxies count only when the peer is a
 * trusted one. Immutable.
 */
public final class PublicUrl implements Frontage {
    /** Name of the request property that {@link PublicUrlFilter} sets. */
    static final String PROPERTY = "org.xingvo.public-url";

    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

    private static final int LONGEST_ADDRESS = 100;

    private final @Nullable URI configured;
    private final List<AddressBlock> trusted;

    private PublicUrl(@Nullable URI configured, List<AddressBlock> trusted) {
        this.configured = configured;
        this.trusted = trusted;
    }

    /**
     * How this server makes absolute URLs.
     *
     * @param configured absolute http or https URL; null: as each request says
     * @param trustedProxies IP addresses or blocks ("10.0.0.0/8") whose X-Forwarded-Proto and X-Forwarded-Host count
     */
    public static PublicUrl of(@Nullable URI configured, Set<String> trustedProxies) {
        return new PublicUrl(
                configured == null ? null : checked(configured),
                trustedProxies.stream().map(AddressBlock::parse).toList());
    }

    /** The public URL for a request that came straight to Grizzly. */
    public URI base(Request request) {
        return base(request.isSecure(), request.getRemoteAddr(), local(request), request::getHeader);
    }

    /**
     * The public URL for a request.
     *
     * @param secure true if it came over TLS
     * @param peer the address it came from; null: unknown, so never a proxy
     * @param local host and port for a request without a Host header
     * @param header the value of a header by name, null if absent
     * @throws BadRequest if the host is not one
     */
    public URI base(boolean secure, @Nullable String peer, String local, Function<String, @Nullable String> header) {
        if (configured != null) {
            return configured;
        }
        String scheme = secure ? "https" : "http";
        String host = header.apply("Host");
        String what = "Host";
        if (peer != null && trusts(peer)) {
            String proto = last(header.apply("X-Forwarded-Proto"));
            if (proto != null) {
                scheme = proto.toLowerCase(Locale.ROOT);
                if (!scheme.equals("http") && !scheme.equals("https")) {
                    throw new BadRequest("X-Forwarded-Proto: expected http or https, found '" + shown(proto) + "'");
                }
            }
            String forwarded = last(header.apply("X-Forwarded-Host"));
            if (forwarded != null) {
                host = forwarded;
                what = "X-Forwarded-Host";
            }
        }
        return assemble(scheme, what, host == null || host.isBlank() ? local : host.strip());
    }

    @Override
    public boolean trusts(String peer) {
        return trusted.stream().anyMatch(block -> block.holds(peer));
    }

    @Override
    public String client(String peer, Function<String, @Nullable String> header) {
        if (trusts(peer)) {
            String forwarded = last(header.apply("X-Forwarded-For"));
            if (forwarded != null && forwarded.length() <= LONGEST_ADDRESS) {
                return forwarded;
            }
        }
        return peer;
    }

    /** The public URL that {@link PublicUrlFilter} found for this request. */
    public static URI of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof URI base) {
            return base;
        }
        throw new IllegalStateException("no public URL on the request: PublicUrlFilter is not registered");
    }

    private static URI assemble(String scheme, String what, String authority) {
        var matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            throw new BadRequest(
                    what + ": expected a host name or address and a port, found '" + shown(authority) + "'");
        }
        String port = matcher.group(2);
        int number = port == null ? -1 : Integer.parseInt(port);
        if (number == 0 || number > 65535) {
            throw new BadRequest(what + ": expected a port from 1 to 65535, found " + number);
        }
        boolean standard = number == (scheme.equals("https") ? 443 : 80);
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        return URI.create(scheme + "://" + host + (number < 0 || standard ? "" : ":" + number));
    }

    private static URI checked(URI configured) {
        String scheme = configured.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme))
                || configured.getHost() == null
                || configured.getRawQuery() != null
                || configured.getRawFragment() != null
                || configured.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "public URL: expected http(s)://host[:port][/path], found '" + configured + "'");
        }
        String text = configured.toString();
        try {
            return new URI(text.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("public URL: " + e.getMessage(), e);
        }
    }

    /** The value the nearest proxy wrote; anything before it may be the client's. */
    private static @Nullable String last(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String text = value.substring(value.lastIndexOf(',') + 1).strip();
        return text.isEmpty() ? null : text;
    }

    static String local(Request request) {
        String address = request.getLocalAddr();
        return (address.contains(":") ? "[" + address.replaceFirst("%.*", "") + "]" : address) + ":"
                + request.getLocalPort();
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
    }
}
