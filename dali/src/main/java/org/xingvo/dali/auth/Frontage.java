package org.xingvo.dali.auth;

import java.net.InetAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands between a client and this server. Thread-safe. */
public interface Frontage {
    /** Nothing: every client speaks to this server itself. */
    Frontage NONE = new Frontage() {
        @Override
        public boolean trusts(String peer) {
            return false;
        }

        @Override
        public String client(String peer, Function<String, @Nullable String> header) {
            return peer;
        }
    };

    /** True if the machine is a proxy of ours, whose X-Forwarded headers are believed. */
    boolean trusts(String peer);

    /** The address of the machine that a request comes from: the peer's, or what a trusted proxy says of its own. */
    String client(String peer, Function<String, @Nullable String> header);

    /** Why others on the way could read the request; null: they cannot. */
    default @Nullable String openToOthers(boolean tls, String peer, Function<String, @Nullable String> header) {
        if (tls) {
            return null;
        }
        if (trusts(peer)) {
            return "https".equalsIgnoreCase(header.apply("X-Forwarded-Proto"))
                    ? null
                    : "expected https, and a proxy that says so by X-Forwarded-Proto, found none";
        }
        if (!isLoopback(peer)) {
            return "expected https, found http from another machine";
        }
        return header.apply("X-Forwarded-For") == null && header.apply("Forwarded") == null
                ? null
                : "expected https, found a request of a proxy that --trusted-proxy does not name";
    }

    /** True for an address of this machine itself. */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address.replaceFirst("%.*", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
