package org.xingvo.schemas.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches by http and https with GET. Not by the JDK's client: that one resolves a name again after it was checked.
 * Proxies are not used. Immutable and thread-safe.
 */
public final class GuardedFetch {
    private final AddressRule rule;
    private final FetchLimits limits;
    private final AddressRule.Resolver resolver;

    public GuardedFetch(AddressRule rule, FetchLimits limits) {
        this(rule, limits, InetAddress::getAllByName);
    }

    GuardedFetch(AddressRule rule, FetchLimits limits, AddressRule.Resolver resolver) {
        this.rule = rule;
        this.limits = limits;
        this.resolver = resolver;
    }

    /** True for what looks like a URL that this fetches. */
    public static boolean isUrl(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    /**
     * Fetches to a file, which is gone again if that fails.
     *
     * @param moved told how many bytes came since the last call
     * @throws IOException in words for people: URL, expected, found
     */
    public void toFile(URI url, Path file, LongConsumer moved) throws IOException {
        long deadline = System.nanoTime() + limits.total().toNanos();
        try {
            URI at = url;
            for (int hop = 0; ; hop++) {
                URI next = hop(at, file, deadline, moved);
                if (next == null) {
                    return;
                }
                if (hop == limits.redirects()) {
                    throw new IOException("expected at most %d redirects, found more".formatted(hop));
                }
                if (at.getScheme().equalsIgnoreCase("https")
                        && !next.getScheme().equalsIgnoreCase("https")) {
                    throw new IOException("expected https as before, found a redirect to " + next);
                }
                at = next;
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw new IOException(url + ": " + e.getMessage(), e);
        }
    }

    /** The next place, or null when the body is in the file. */
    private @Nullable URI hop(URI at, Path file, long deadline, LongConsumer moved) throws IOException {
        check(at);
        InetAddress[] addresses = addresses(at.getHost());
        try (HttpAnswer answer = HttpAnswer.get(at, addresses, limits, deadline)) {
            String location = answer.location();
            if (location != null) {
                try {
                    return at.resolve(new URI(location));
                } catch (URISyntaxException e) {
                    throw new IOException("expected a redirect to a URL, found '" + location + "'", e);
                }
            }
            if (answer.status() != 200) {
                throw new IOException("expected the answer 200, found " + answer.status() + " " + answer.reason());
            }
            if (answer.length() > limits.maxBytes()) {
                throw tooLong();
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                copy(answer.body(), out, moved);
            }
            return null;
        }
    }

    private void copy(InputStream in, OutputStream out, LongConsumer moved) throws IOException {
        byte[] block = new byte[1 << 16];
        long all = 0;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            all += n;
            if (all > limits.maxBytes()) {
                throw tooLong();
            }
            out.write(block, 0, n);
            moved.accept(n);
        }
    }

    private IOException tooLong() {
        return new IOException("expected at most %,d bytes, found more".formatted(limits.maxBytes()));
    }

    private static void check(URI at) throws IOException {
        String scheme = at.getScheme() == null ? "" : at.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IOException("expected http or https, found '" + scheme + "'");
        }
        if (at.getHost() == null) {
            throw new IOException("expected a host, found none");
        }
        if (at.getUserInfo() != null) {
            throw new IOException("expected no user or password in the URL, found some");
        }
    }

    /** All addresses of a host, every one of them allowed. */
    private InetAddress[] addresses(String host) throws IOException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] addresses;
        try {
            addresses = resolver.resolve(bare);
        } catch (java.net.UnknownHostException e) {
            throw new IOException("expected a host with an address, found none for " + host, e);
        }
        for (InetAddress address : addresses) {
            if (!rule.allows(address)) {
                throw new IOException("expected an address of the public Internet, found " + address.getHostAddress()
                        + " for " + host);
            }
        }
        return addresses;
    }
}
