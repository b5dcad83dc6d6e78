package org.xingvo.dali.vosi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a capability is reached (VOResource 1.1, section 2.2.2). Always {@code vs:ParamHTTP} with the role
 * {@code std}. Immutable.
 *
 * @param accessUrl absolute, public; without a slash at its end for TAP
 * @param version of the standard's interface; null: the first
 * @param securityMethods IVOIDs of ways to log in, {@link #ANONYMOUS} for none; empty: anonymous and nothing else
 * @param resultType media type of answers; null: not said
 */
public record AccessInterface(
        String accessUrl,
        Use use,
        @Nullable String version,
        List<String> securityMethods,
        @Nullable String resultType,
        List<InputParameter> parameters) {
    public static final String ANONYMOUS = "";
    public static final String BASIC = "ivo://ivoa.net/sso#BasicAA";
    public static final String COOKIE = "ivo://ivoa.net/sso#cookie";
    public static final String TOKEN = "ivo://ivoa.net/sso#token";

    /** What an access URL is (VOResource 1.1, section 2.2.2). */
    public enum Use {
        /** Complete. */
        FULL("full"),
        /** Parameters or a path follow. */
        BASE("base");

        private final String word;

        Use(String word) {
            this.word = word;
        }
    }

    /**
     * A parameter of a query (VODataService 1.2, section 3.2).
     *
     * @param datatype of VODataService's simple types: real, integer, string
     */
    public record InputParameter(
            String name,
            String description,
            @Nullable String unit,
            @Nullable String ucd,
            String datatype,
            boolean required) {}

    public AccessInterface {
        securityMethods = List.copyOf(securityMethods);
        parameters = List.copyOf(parameters);
    }

    /** A complete URL that needs nothing. */
    public static AccessInterface full(String accessUrl) {
        return new AccessInterface(accessUrl, Use.FULL, null, List.of(), null, List.of());
    }

    /** A URL that parameters or paths are added to. */
    public static AccessInterface base(String accessUrl) {
        return new AccessInterface(accessUrl, Use.BASE, null, List.of(), null, List.of());
    }

    public AccessInterface withVersion(String newVersion) {
        return new AccessInterface(accessUrl, use, newVersion, securityMethods, resultType, parameters);
    }

    public AccessInterface withSecurity(List<String> methods) {
        return new AccessInterface(accessUrl, use, version, methods, resultType, parameters);
    }

    String useWord() {
        return use.word;
    }
}
