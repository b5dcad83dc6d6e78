package org.xingvo.dali.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong passwords, per name and address, per address, and per name. What an attacker does elsewhere never keeps a
 * user out at an address where that user has signed in before. An IPv6 network of 64 bits counts as one address.
 * Thread-safe.
 */
final class Throttle {
    /** Most counts that are remembered; the oldest are forgotten beyond. */
    private static final int MAX_COUNTS = 65_536;

    private static final int NETWORK_BYTES = 8;

    private static final class Count {
        private Instant until = Instant.MIN;
        private int failures;
    }

    /** Tells from the trail of events whether a user has signed in at an address. */
    interface Past {
        boolean knows(String account, String address);
    }

    /** A password that is being checked; it counts as wrong until it is known to be right. */
    final class Attempt {
        private final String source;
        private final String address;
        private final String account;
        private final boolean first;
        private final boolean last;

        private Attempt(String source, String address, String account, int failures) {
            this.source = source;
            this.address = address;
            this.account = account;
            this.first = failures == 1;
            this.last = failures == settings.failuresPerSource();
        }

        /** True for the first failure of a window and the last one that is let through: those are worth an event. */
        boolean isNotable() {
            return first || last;
        }

        boolean isLast() {
            return last;
        }

        void succeeded() {
            synchronized (counts) {
                counts.remove(source);
                giveBack(address);
                giveBack(account);
            }
        }

        private void giveBack(String key) {
            Count count = counts.get(key);
            if (count != null && count.failures > 0) {
                count.failures--;
            }
        }
    }

    private final SignInSettings settings;
    private final InstantSource clock;
    private final Past past;
    private final Map<String, Count> counts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_COUNTS;
        }
    };

    Throttle(SignInSettings settings, InstantSource clock, Past past) {
        this.settings = settings;
        this.clock = clock;
        this.past = past;
    }

    /**
     * Lets a password be checked.
     *
     * @throws IdentityException.TooMany if that has to wait
     */
    Attempt begin(String account, String from) {
        String address = network(from);
        String source = "source " + address + " " + account;
        String here = "address " + address;
        String whole = "account " + account;
        boolean spared = isFull(whole, settings.failuresPerAccount()) && past.knows(account, from);
        synchronized (counts) {
            check(source, settings.failuresPerSource());
            check(here, settings.failuresPerAddress());
            if (!spared) {
                check(whole, settings.failuresPerAccount());
            }
            add(here);
            add(whole);
            return new Attempt(source, here, whole, add(source));
        }
    }

    private boolean isFull(String key, int limit) {
        synchronized (counts) {
            return live(key).failures >= limit;
        }
    }

    private void check(String key, int limit) {
        Count count = live(key);
        if (count.failures >= limit) {
            throw new IdentityException.TooMany(
                    "too many wrong passwords", Duration.between(clock.instant(), count.until));
        }
    }

    private int add(String key) {
        Count count = live(key);
        count.failures++;
        return count.failures;
    }

    private Count live(String key) {
        Instant now = clock.instant();
        Count count = counts.computeIfAbsent(key, k -> new Count());
        if (!now.isBefore(count.until)) {
            count.failures = 0;
            count.until = now.plus(settings.window());
        }
        return count;
    }

    private static String network(String address) {
        try {
            InetAddress ip = InetAddress.ofLiteral(address.replaceFirst("%.*", ""));
            return ip instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(ip.getAddress(), NETWORK_BYTES))
                    : ip.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
