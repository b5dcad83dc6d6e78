package org.xingvo.schemas.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    private final Set<String> trusted;

    public GuardedFetch(AddressRule rule, FetchLimits limits) {
        this(rule, limits, Set.of());
    }

    /**
     * The same with hosts that may have any address.
     *
     * @param trusted names of hosts as they stand in URLs, in lower case
     */
    public GuardedFetch(AddressRule rule, FetchLimits limits, Set<String> trusted) {
        this(rule, limits, InetAddress::getAllByName, trusted);
    }

    GuardedFetch(AddressRule rule, FetchLimits limits, AddressRule.Resolver resolver) {
        this(rule, limits, resolver, Set.of());
    }

    private GuardedFetch(AddressRule rule, FetchLimits limits, AddressRule.Resolver resolver, Set<String> trusted) {
        this.rule = rule;
        this.limits = limits;
        this.resolver = resolver;
        this.trusted = Set.copyOf(trusted);
    }

    /** Takes the body of an answer. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Reads the body.
         *
         * @param body fails when it is longer than allowed, or ends early
         * @param length in bytes; -1: not known
         * @param mediaType as the server says; null: it does not
         */
        void take(InputStream body, long length, @Nullable String mediaType) throws IOException;
    }

    /** Gives the bytes of a body that is sent, from its start each time. */
    @FunctionalInterface
    public interface Sender {
        void send(OutputStream out) throws IOException;
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
        try {
            fetch(url, moved, (body, length, mediaType) -> {
                try (OutputStream out = Files.newOutputStream(file)) {
                    body.transferTo(out);
                }
            });
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Fetches to a receiver, which is called once at most.
     *
     * @param moved told how many bytes came since the last call; what it throws ends the fetch
     * @throws IOException in words for people: URL, expected, found
     */
    public void fetch(URI url, LongConsumer moved, Receiver receiver) throws IOException {
        along(url, (at, addresses, deadline) -> {
            try (HttpAnswer answer = HttpAnswer.get(at, addresses, limits, deadline)) {
                URI next = next(at, answer);
                if (next != null) {
                    return next;
                }
                if (answer.status() != 200) {
                    throw new IOException("expected the answer 200, found " + answer.status() + " " + answer.reason());
                }
                if (answer.length() > limits.maxBytes()) {
                    throw tooLong();
                }
                receiver.take(new Counted(answer.body(), moved), answer.length(), answer.mediaType());
                return null;
            }
        });
    }

    /**
     * Sends with PUT. The body waits for the server's word, so a redirect costs nothing.
     *
     * @param length of the body
     * @param headers lines such as "Digest: md5=..."
     * @throws IOException in words for people: URL, expected, found
     */
    public void send(URI url, long length, List<String> headers, Sender body) throws IOException {
        along(url, (at, addresses, deadline) -> {
            try (HttpAnswer answer = HttpAnswer.put(at, addresses, limits, deadline, length, headers, body)) {
                URI next = next(at, answer);
                if (next == null && (answer.status() < 200 || answer.status() > 299)) {
                    throw new IOException(
                            "expected an answer from 200 to 299, found " + answer.status() + " " + answer.reason());
                }
                return next;
            }
        });
    }

    private interface Hop {
        /** The next place; null: done. */
        @Nullable
        URI go(URI at, InetAddress[] addresses, long deadline) throws IOException;
    }

    private void along(URI url, Hop way) throws IOException {
        long deadline = System.nanoTime() + limits.total().toNanos();
        try {
            URI at = url;
            for (int hop = 0; ; hop++) {
                check(at);
                URI next = way.go(at, addresses(at.getHost()), deadline);
                if (next == null) {
                    return;
                }
                if (hop == limits.redirects()) {
                    throw new IOException("expected at most %d redirects, found more".formatted(hop));
                }
                if (at.getScheme().equalsIgnoreCase("https") && !"https".equalsIgnoreCase(next.getScheme())) {
                    throw new IOException("expected https as before, found a redirect to " + next);
                }
                at = next;
            }
        } catch (IOException e) {
            throw new IOException(url + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable URI next(URI at, HttpAnswer answer) throws IOException {
        String location = answer.location();
        if (location == null) {
            return null;
        }
        try {
            return at.resolve(new URI(location));
        } catch (URISyntaxException e) {
            throw new IOException("expected a redirect to a URL, found '" + location + "'", e);
        }
    }

    /** Bytes that are counted, and not more than may be. */
    private final class Counted extends FilterInputStream {
        private final LongConsumer moved;
        private long all;

        Counted(InputStream in, LongConsumer moved) {
            super(in);
            this.moved = moved;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            int n = in.read(bytes, from, count);
            if (n > 0) {
                all += n;
                if (all > limits.maxBytes()) {
                    throw tooLong();
                }
                moved.accept(n);
            }
            return n;
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
            if (!rule.allows(address) && !trusted.contains(bare.toLowerCase(Locale.ROOT))) {
                throw new IOException("expected an address of the public Internet, found " + address.getHostAddress()
                        + " for " + host);
            }
        }
        return addresses;
    }
}
