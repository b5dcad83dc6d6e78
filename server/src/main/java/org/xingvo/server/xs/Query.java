package org.xingvo.server.xs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The parameters behind the question mark, and only those: a body that calls itself a form is a body here. Of a repeated
 * one the first counts. Immutable.
 */
record Query(Map<String, String> values) {
    static Query of(Request request) {
        String text = request.getQueryString();
        if (text == null || text.isEmpty()) {
            return new Query(Map.of());
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            values.putIfAbsent(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new Query(Map.copyOf(values));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new XsFault(400, "query: expected two hexadecimal digits after a percent sign, found something else");
        }
    }

    /** The value of a parameter; null if it is not there. */
    @Nullable
    String get(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of a parameter; "" if it is not there. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }
}
