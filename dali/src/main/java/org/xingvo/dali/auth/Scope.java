package org.xingvo.dali.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of what its user may do a token may do, each with all before it. */
public enum Scope {
    /** See what the user sees, and query it. */
    READ,
    /** Change files and nodes as the user. */
    WRITE,
    /** Everything: also users, groups, tokens, passwords and, for an operator, the service. */
    ADMIN;

    /** As users write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of that name, in small letters. */
    public static Optional<Scope> named(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }

    /** As {@link #named}. */
    static Scope expect(String text) {
        return named(text)
                .orElseThrow(() -> new IdentityException.Refused("scope: expected one of "
                        + Arrays.stream(values()).map(Scope::text).collect(Collectors.joining(", ")) + ", found '"
                        + text + "'"));
    }
}
