package org.xingvo.dali.auth;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a request arrived: what it shows of its sender, and the way it came.
 *
 * @param method of HTTP
 * @param peer address of the machine at the other end of the connection
 * @param tls true if the connection is encrypted
 * @param headers the value of a header by name, null if absent
 */
public record Arrival(String method, String peer, boolean tls, Function<String, @Nullable String> headers) {
    @Nullable
    String header(String name) {
        return headers.apply(name);
    }

    /** True for methods that change nothing (RFC 9110, section 9.2.1). */
    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS") || method.equals("TRACE");
    }

    /** A request with nothing but an Authorization header, from this process. */
    static Arrival ofHeader(@Nullable String authorization) {
        return new Arrival("GET", "127.0.0.1", false, name -> name.equals("Authorization") ? authorization : null);
    }
}
