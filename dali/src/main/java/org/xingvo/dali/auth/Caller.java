package org.xingvo.dali.auth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Immutable.
 *
 * @param user name of the principal; null: anonymous
 * @param groups names of the groups the principal is in
 * @param operator may do and see everything
 */
public record Caller(@Nullable String user, Set<String> groups, boolean operator) {
    public static final Caller ANONYMOUS = new Caller(null, Set.of(), false);

    public Caller {
        groups = Set.copyOf(groups);
    }
}
